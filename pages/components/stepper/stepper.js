// Picture, equation, buttons, timeline and tweaks, joined by one id for every symbol.
// Stepping happens here, at once; what changes a number goes to the server, which answers with all the others.

import { Board, joined } from "../shared/board.js"
import { fit, showEquation, showWords } from "../shared/equation.js"
import { Gate } from "../shared/gate.js"
import { closest } from "../shared/html.js"
import { follow } from "../shared/link.js"
import { mounted } from "../shared/mount.js"
import { within } from "../shared/pointer.js"
import { Timeline } from "../shared/timeline.js"
import { showLens } from "./lens.js"
import { chapterAt, neighbourPhase } from "./phases.js"
import { Presenter } from "./presenter.js"
import { Tweaks } from "./tweaks.js"

/** @type {Record<string, string>} */
const KEYS = { ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", " ": "play" }
/** @type {Record<string, string>} */
const REMOTE_KEYS = { PageUp: "back", PageDown: "forward" } // of a remote control, in the presenter's view
// What has the focus and needs these keys itself, all of them or only the space bar.
const ROLES = ["slider", "tab", "radio", "combobox", "listbox", "option", "menu", "menuitem", "dialog", "grid"]
const OWN_KEYS = ["input", "select", "textarea", "canvas", "[contenteditable]", ...ROLES.map(role => `[role=${role}]`)]
const OWN_SPACE = ["button", "a", "summary", "[role=button]"]
const LETTERS = "abcd" // of the examples of a batch
const MANY = 80 // steps whose dots have no room in one row
const LINK_PAUSE = 300 // milliseconds: browsers refuse more than a few changes of the address a second
const TELL_PAUSE = 1500 // while a key is held down or a lesson plays, only the last step is told

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {import("../shared/equation.js").Plain} Plain */
/** @typedef {import("../shared/picture.js").Picture} Picture */
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
 * @property {import("../shared/gate.js").Asked | null} predict what may be asked before its number is shown
 * @property {number} truth the index of the true choice
 * @property {number} [example] of a batch, whose picture is shown
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
  veiled = false // whether the number of this step is a question, to the class or to the learner
  /** @type {Set<string>} */
  predicted = new Set() // steps with their numbers that the learner was asked about
  /** @type {Timer} */
  playing = null
  goesOn = false // whether to play on in the next update, which is on its way
  /** @type {Timer} */
  linking = null
  /** @type {Timer} */
  telling = null

  /** @param {Component} component */
  constructor(component) {
    super(component, ".stage")
    this.timeline = new Timeline(this.find(".timeline"), index => this.goTo(index))
    this.tweaks = new Tweaks(this.find(".tweaks"), this.mailbox, ids => this.highlight(ids))
    this.gate = new Gate(this.root, () => this.reveal())
    this.presenter = new Presenter(this.root, () => this.presented())
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
    const playsOn = data.jump !== this.jump && this.goesOn
    if (data.jump !== this.jump) this.pause()
    this.jump = data.jump
    const found = this.steps.findIndex(step => step.name === wanted) // another network has other steps
    this.index = found < 0 ? this.steps.findIndex(step => step.name === data.home) : found
    this.mailbox.answered(data.answered)
    if (this.step.name !== name) { // what was asked was about the step before
      this.veiled = false
      this.gate.close()
    }
    this.show()
    if (playsOn) this.play()
  }

  // The server was started anew and knows only the address that this page was opened with: tell it where we are.
  restore() {
    const text = new URLSearchParams(this.link()).toString()
    this.restored = this.mailbox.postFirst({ kind: "restore", name: "", text })
  }

  show() {
    const { fields, problem, remarks, names, precise } = this.data, { steps, step, index } = this
    const { first, count } = chapterAt(steps, index)
    const texts = Object.assign({}, ...steps.slice(first, index + 1).map(each => each.new))
    const numbers = [...step.numbers]
    if (this.veiled) {
      for (const id of Object.keys(step.new)) texts[id] = "?"
      numbers[numbers.length - 1] = "?" // the result comes last
    }
    const gated = this.veiled && this.gate.asked !== null
    if (gated && step.predict) this.gate.open(step.predict, step.truth, names)
    this.root.classList.toggle("gated", gated)
    const flow = this.veiled && step.phase === "backward" ? {} : step.flow // which is the number itself
    const weights = Object.fromEntries(fields.map((/** @type {any} */ field) => [field.id, field.number]))
    const lit = new Set(step.lit)
    const other = (/** @type {Picture} */ picture) => picture.layout.example !== step.example
    for (const each of this.pictures) each.root.classList.toggle("other", other(each))
    this.picture({ texts, flow, lit, phase: step.phase, weights })
    showLens(this.pictures.filter(each => !other(each)), this.veiled ? null : step.activation, this.data.curves)
    this.root.dataset.phase = step.phase
    this.root.classList.toggle("precise", precise)
    this.root.classList.toggle("many", steps.length > MANY)
    const done = weights.update
    const example = this.data.examples > 1 ? ` · example ${LETTERS[step.example ?? 0]}` : ""
    this.find(".phase").textContent = `${step.phase}${example} · step ${index - first + 1} of ${count}`
      + (done ? ` · after ${done} update${done > 1 ? "s" : ""}` : "")
    showWords(this.find(".title"), step.title, names)
    showWords(this.find(".sentence"), step.sentence, names)
    showEquation(this.find(".equation"), step.rows, numbers)
    this.root.classList.toggle("wordless", step.rows.length > 0)
    this.timeline.show(steps, index)
    this.tweaks.show(fields, Boolean(problem))
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
    const asks = this.presenter.open && this.find(".ask").checked
    const forward = next > this.index
    this.veiled = asks && forward && this.steps[next].rows.length > 0
    this.index = next
    this.gate.close()
    if (forward && this.predicts()) {
      this.veiled = true
      this.predicted.add(this.known)
      this.gate.open(/** @type {any} */ (this.step.predict), this.step.truth, this.data.names)
      this.pause()
    }
    this.show()
    clearTimeout(this.telling ?? undefined)
    const tell = () => this.mailbox.post({ kind: "step", name: "", text: this.step.name })
    this.telling = setTimeout(tell, TELL_PAUSE)
  }

  // A step with its numbers: with others it is asked about anew.
  get known() {
    return `${this.step.name} ${this.step.numbers.join()}`
  }

  // Whether the learner is to predict something of this step, alone and for the first time.
  predicts() {
    const { gate, presenter, step } = this
    return gate.on && !presenter.open && step.predict !== null && !this.predicted.has(this.known)
  }

  // On to the next step, or first to the number that is hidden in this one; a prediction has to be made, or given up.
  advance() {
    if (this.gate.asked) this.gate.focus()
    else if (this.veiled) this.reveal()
    else this.goTo(this.index + 1)
  }

  reveal() {
    this.veiled = false
    this.show()
  }

  // The stage has another size now.
  presented() {
    this.gate.close()
    this.reveal()
    fit(this.find(".equation"))
    if (!this.presenter.open) this.button("present").focus({ preventScroll: true })
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
    if (!this.data.linkNames.length) return // the page has a link of its own
    follow(this.link(), [...this.data.linkNames, "step"])
  }

  // At the end of an update the next one is played.
  play() {
    if (this.index === this.steps.length - 1) {
      this.nextUpdate()
      this.goesOn = true
      return
    }
    const pause = () => Number(this.find("select").value)
    const tick = () => {
      this.advance()
      const goesOn = this.veiled || this.index < this.steps.length - 1
      if (goesOn && !this.gate.asked) this.playing = setTimeout(tick, pause())
      else this.pause()
    }
    this.button("play").textContent = "Pause"
    this.playing = setTimeout(tick, pause())
  }

  pause() {
    clearTimeout(this.playing ?? undefined)
    this.playing = null
    this.goesOn = false
    this.button("play").textContent = "Play"
  }

  nextUpdate() {
    this.mailbox.post({ kind: "advance", name: "", text: "" })
  }

  /** @param {string} name of a button or a key */
  do(name) {
    const { first, count } = chapterAt(this.steps, this.index)
    if (name === "play" && this.gate.asked) return this.gate.focus()
    if (name === "play" && this.veiled && !this.playing) return this.reveal()
    if (name === "play") return this.playing ? this.pause() : this.play()
    this.pause()
    if (name === "present") this.presenter.enter()
    if (name === "leave") this.presenter.leave()
    if (name === "back") this.goTo(this.index - 1)
    if (name === "forward") this.advance()
    if (name === "first") this.goTo(first)
    if (name === "last") this.goTo(first + count - 1)
    if (name === "phase-back") this.goTo(neighbourPhase(this.steps, this.index, -1))
    if (name === "phase-forward") this.goTo(neighbourPhase(this.steps, this.index, 1))
    if (name === "next-update") this.nextUpdate()
  }

  listen() {
    this.root.addEventListener("click", event => {
      const name = closest(event, "[data-do]")?.dataset.do
      if (name) this.do(name)
      if (this.veiled && !this.gate.asked && closest(event, "figure, .card")) this.reveal()
      // Or space would press it again instead of playing.
      if (event.detail) closest(event, "button, .ask, .predict-first")?.blur()
      const field = closest(event, "[data-field]")?.dataset.field
      if (field) this.tweaks.focus(field)
    })
    this.find(".ask").onchange = () => this.reveal()
    document.addEventListener("keydown", this.onkey)
    addEventListener("pagehide", this.onhide)
  }

  /**
   * Arrow keys, space, Home and End, digits for a prediction, unless the key means something to what has the focus;
   * those of a remote control.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    const remote = this.presenter.open && REMOTE_KEYS[event.key], name = remote || KEYS[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
    const target = /** @type {any} */ (event.composedPath()[0])
    if (!target.closest?.(OWN_KEYS.join()) && this.gate.key(event.key)) event.preventDefault()
    if (!name || event.defaultPrevented) return
    const own = event.key === " " ? [...OWN_KEYS, ...OWN_SPACE] : OWN_KEYS
    if (target.closest?.(own.join()) && !remote) return
    event.preventDefault()
    this.do(name)
    if (target.classList?.contains("dot")) this.timeline.dots[this.index].focus()
  }

  destroy() {
    super.destroy()
    this.presenter.destroy()
    this.pause()
    clearTimeout(this.telling ?? undefined)
    clearTimeout(this.linking ?? undefined)
    document.removeEventListener("keydown", this.onkey)
    removeEventListener("pagehide", this.onhide)
  }
}

export default mounted(Stepper)
