// Picture, equation, buttons, timeline and tweaks, joined by one id for every symbol.
// Stepping happens here, at once; what changes a number goes to the server, which answers with all the others.

import { Board, joined, ROOMY } from "../shared/board.js"
import { showEquation, showWords } from "../shared/equation.js"
import { closest } from "../shared/html.js"
import { follow } from "../shared/link.js"
import { mounted } from "../shared/mount.js"
import { within } from "../shared/pointer.js"
import { Timeline } from "../shared/timeline.js"
import { showLens } from "./lens.js"
import { chapterAt, neighbourPhase } from "./phases.js"
import { Tweaks } from "./tweaks.js"

/** @type {Record<string, string>} */
const KEYS = { ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", " ": "play" }
// What has the focus and needs these keys itself, all of them or only the space bar.
const ROLES = ["slider", "tab", "radio", "combobox", "listbox", "option", "menu", "menuitem", "dialog", "grid"]
const OWN_KEYS = ["input", "select", "textarea", "canvas", "[contenteditable]", ...ROLES.map(role => `[role=${role}]`)]
const OWN_SPACE = ["button", "a", "summary", "[role=button]"]
const ROOMY_PRECISE = 1200 // as ROOMY, where numbers have 12 digits
const MANY = 80 // steps whose dots have no room in one row
const LINK_PAUSE = 300 // milliseconds: browsers refuse more than a few changes of the address a second
const TELL_PAUSE = 1500 // while a key is held down or a lesson plays, only the last step is told

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {import("../shared/equation.js").Plain} Plain */
/** @typedef {ReturnType<typeof setTimeout> | null} Timer */

/**
 * `first` marks the first step of the introduction and that of the lesson; `new` are the numbers that are known from
 * here on, as texts.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {string} phase
 * @property {string} title
 * @property {string} sentence
 * @property {boolean} first
 * @property {string[]} lit
 * @property {{ name: string, net: string } | null} activation that it is about
 * @property {Record<string, string>} flow
 * @property {Plain[][]} rows
 * @property {string[]} numbers
 * @property {Record<string, string>} new
 */

class Stepper extends Board {
  /** @type {Step[]} */
  steps = []
  index = 0
  restored = 0 // the number of the event that brings our numbers back after a restart of the server
  session = ""
  jump = 0
  /** @type {Timer} */
  playing = null
  /** @type {Timer} */
  linking = null
  /** @type {Timer} */
  telling = null

  /** @param {Component} component */
  constructor(component) {
    super(component, ".stage")
    this.timeline = new Timeline(this.find(".timeline"), index => this.goTo(index))
    this.tweaks = new Tweaks(this.find(".tweaks"), this.mailbox, ids => this.highlight(ids))
    this.onkey = (/** @type {KeyboardEvent} */ event) => this.key(event)
    this.onhide = () => this.showLink()
    this.listen()
  }

  get step() {
    return this.steps[this.index]
  }

  /** @param {Component} component */
  update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    const name = this.step?.name
    if (this.data && data.session !== this.session) this.restore()
    this.session = data.session
    if (data.answered < this.restored) return // these are not our numbers yet
    this.data = data
    this.steps = joined(data)
    this.draw(data)
    this.timeline.build(this.steps)
    this.tweaks.build(data.fields)
    const wanted = data.jump === this.jump && name ? name : data.step // the server moves us only when it means to
    if (data.jump !== this.jump) this.pause()
    this.jump = data.jump
    const found = this.steps.findIndex(step => step.name === wanted) // another network has other steps
    this.index = found < 0 ? this.steps.findIndex(step => step.name === data.home) : found
    this.mailbox.answered(data.answered)
    this.show()
  }

  // The server was started anew and knows only the address that this page was opened with: tell it where we are.
  restore() {
    const text = new URLSearchParams(this.link()).toString()
    this.restored = this.mailbox.postFirst({ kind: "restore", name: "", text })
  }

  show() {
    const { fields, problem, remarks, names, precise, layouts } = this.data, { steps, step, index } = this
    const { first, count } = chapterAt(steps, index)
    const texts = Object.assign({}, ...steps.slice(first, index + 1).map(each => each.new))
    const weights = Object.fromEntries(fields.map((/** @type {any} */ field) => [field.id, field.number]))
    const lit = new Set(step.lit)
    for (const picture of this.pictures) picture.show({ texts, flow: step.flow, lit, phase: step.phase, weights })
    showLens(this.pictures, step.activation, this.data.curves)
    this.root.dataset.phase = step.phase
    this.root.classList.toggle("precise", precise)
    this.root.classList.toggle("roomy", layouts.wide.width > (precise ? ROOMY_PRECISE : ROOMY))
    this.root.classList.toggle("many", steps.length > MANY)
    const done = weights.update
    this.find(".phase").textContent = `${step.phase} · step ${index - first + 1} of ${count}`
      + (done ? ` · after ${done} update${done > 1 ? "s" : ""}` : "")
    showWords(this.find(".title"), step.title, names)
    showWords(this.find(".sentence"), step.sentence, names)
    showEquation(this.find(".equation"), step.rows, step.numbers)
    this.timeline.show(steps, index)
    this.tweaks.show(fields)
    this.find(".problem").textContent = problem
    showWords(this.find(".remarks"), remarks, names)
    this.highlight(this.pointed)
    this.linking ??= setTimeout(() => this.showLink(), LINK_PAUSE)
    const last = index === steps.length - 1
    this.button("back").disabled = this.button("phase-back").disabled = index === 0
    this.button("forward").disabled = this.button("phase-forward").disabled = last
    this.button("next-update").classList.toggle("now", last)
  }

  /** @param {string} name */
  button(name) {
    return this.find(`[data-do=${name}]`)
  }

  /** @param {number} index */
  goTo(index) {
    const next = within(index, 0, this.steps.length - 1)
    if (next === this.index) return
    this.index = next
    this.show()
    clearTimeout(this.telling ?? undefined)
    const tell = () => this.mailbox.post({ kind: "step", name: "", text: this.step.name })
    this.telling = setTimeout(tell, TELL_PAUSE)
  }

  /**
   * The query parameters that lead back here.
   *
   * @returns {Record<string, string>}
   */
  link() {
    const { link, home } = this.data
    return this.step.name === home ? link : { ...link, step: this.step.name }
  }

  showLink() {
    clearTimeout(this.linking ?? undefined)
    this.linking = null
    follow(this.link(), [...this.data.linkNames, "step"])
  }

  play() {
    const pause = () => Number(this.find("select").value)
    const tick = () => {
      this.goTo(this.index + 1)
      if (this.index < this.steps.length - 1) this.playing = setTimeout(tick, pause())
      else this.pause()
    }
    if (this.index === this.steps.length - 1) this.goTo(0)
    this.button("play").textContent = "Pause"
    this.playing = setTimeout(tick, pause())
  }

  pause() {
    clearTimeout(this.playing ?? undefined)
    this.playing = null
    this.button("play").textContent = "Play"
  }

  /** @param {string} name of a button or a key */
  do(name) {
    const { first, count } = chapterAt(this.steps, this.index)
    if (name === "play") return this.playing ? this.pause() : this.play()
    this.pause()
    if (name === "back") this.goTo(this.index - 1)
    if (name === "forward") this.goTo(this.index + 1)
    if (name === "first") this.goTo(first)
    if (name === "last") this.goTo(first + count - 1)
    if (name === "phase-back") this.goTo(neighbourPhase(this.steps, this.index, -1))
    if (name === "phase-forward") this.goTo(neighbourPhase(this.steps, this.index, 1))
    if (name === "next-update") this.mailbox.post({ kind: "advance", name: "", text: "" })
  }

  listen() {
    this.root.addEventListener("click", event => {
      const name = closest(event, "[data-do]")?.dataset.do
      if (name) this.do(name)
      if (event.detail) closest(event, "button")?.blur() // or space would press it again instead of playing
      const field = closest(event, "[data-field]")?.dataset.field
      if (field) this.tweaks.focus(field)
    })
    document.addEventListener("keydown", this.onkey)
    addEventListener("pagehide", this.onhide)
  }

  /**
   * Arrow keys, space, Home and End, unless the key means something to what has the focus.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    const name = KEYS[event.key]
    if (!name || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
    const target = /** @type {any} */ (event.composedPath()[0])
    if (target.closest?.(OWN_KEYS.join()) || (event.key === " " && target.closest?.(OWN_SPACE.join()))) return
    event.preventDefault()
    this.do(name)
    if (target.classList?.contains("dot")) this.timeline.dots[this.index].focus()
  }

  destroy() {
    super.destroy()
    this.pause()
    clearTimeout(this.telling ?? undefined)
    clearTimeout(this.linking ?? undefined)
    document.removeEventListener("keydown", this.onkey)
    removeEventListener("pagehide", this.onhide)
  }
}

export default mounted(Stepper)
