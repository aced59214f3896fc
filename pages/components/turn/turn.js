// Your turn: the picture with all that is known, the number that is asked, and what the server says to an answer.

import { Board, joined } from "../shared/board.js"
import { showEquation, showWords } from "../shared/equation.js"
import { Gate } from "../shared/gate.js"
import { mounted } from "../shared/mount.js"
import { keep, recall } from "../shared/storage.js"
import { Timeline } from "../shared/timeline.js"

/** @type {Record<string, string>} */
const MARKS = { once: "found at once", corrected: "found", helped: "found with help", told: "told", given: "given" }
const UNANSWERED = "practice unanswered" // the key of the browser's storage
const MANY = 80 // numbers whose dots have no room in one row
const NO_VERDICT = { words: "", title: "", kind: "" }

/** @typedef {import("../shared/mount.js").Component} Component */

class Turn extends Board {
  /** @type {any[]} */
  steps = []
  /** @type {number | null} */
  back = null // the index of a number found before that is looked at again
  judged = 0 // the number of the last answer whose verdict was shown
  predicted = "" // the number that was predicted last
  focused = false // whether the learner has answered or asked for help

  /** @param {Component} component */
  constructor(component) {
    super(component, ".turn")
    this.place = component.parentElement
    this.field = this.find("input")
    this.gate = new Gate(this.root, () => this.predict(), "backprop-lab predict exercise", this.field)
    this.timeline = new Timeline(this.find(".timeline"), index => this.lookAt(index))
    this.listen()
  }

  /** @param {Component} component */
  update(component) {
    const before = this.data
    this.received(component)
    const { data } = this
    this.steps = joined(data)
    this.draw(data)
    this.timeline.build(this.steps)
    if (before?.asked !== data.asked || before?.where !== data.where) {
      this.field.value = ""
      this.back = null
      this.gate.close()
    }
    const judged = data.verdict.number !== this.judged
    this.judged = data.verdict.number
    this.show()
    if (!before) this.resume()
    else if (judged) {
      keep("sessionStorage", UNANSWERED, "")
      if (this.focused || this.root.contains(this.active)) this.focus()
      if (!data.verdict.right) this.field.select()
    }
  }

  get active() {
    const root = /** @type {ShadowRoot | Document} */ (this.place.getRootNode())
    return /** @type {any} */ (this.place).activeElement ?? root.activeElement
  }

  focus() {
    if (this.gate.asked) this.gate.focus()
    else this.field.focus({ preventScroll: true })
  }

  // The open number, of this update.
  get open() {
    return `${this.data.asked} ${this.data.where}`
  }

  predict() {
    this.predicted = this.open
    this.show()
  }

  // A server that was started anew builds the page from nothing, and an answer may have been on its way.
  resume() {
    const { asked, text } = JSON.parse(recall("sessionStorage", UNANSWERED) || "{}")
    keep("sessionStorage", UNANSWERED, "")
    if (asked && asked === this.data.asked) this.post("answer", text)
    if (document.activeElement === document.body && matchMedia("(hover: hover)").matches)
      this.focus() // not on a phone, where a keyboard would cover the question
  }

  show() {
    const { data, steps, back } = this, { names, weights, texts } = data
    const open = steps.findIndex(step => step.name === data.asked), done = open < 0
    const seen = back === null ? { ...steps[open], numbers: [], ...data.question } : steps[back]
    const lit = new Set(/** @type {string[]} */ (seen.lit))
    this.picture({ texts, flow: seen.flow, lit, phase: seen.phase, weights })
    const { predict } = data, gated = Boolean(predict) && back === null && this.predicted !== this.open
    if (gated) this.gate.open(predict, predict.right, names)
    this.root.classList.toggle("gated", gated)
    this.root.dataset.phase = seen.phase
    this.root.classList.toggle("many", steps.length > MANY)
    this.root.classList.toggle("precise", data.precise)
    this.root.classList.toggle("done", done && back === null)
    this.root.classList.toggle("looking", back !== null)
    this.root.classList.toggle("told", data.told)
    this.find(".phase").textContent = back === null ? data.where : `${seen.phase} · ${MARKS[seen.mark]}`
    showWords(this.find(".title"), seen.title, names)
    showEquation(this.find("label"), seen.left ? [[seen.left, ["mo", {}, ["="]]]] : [])
    this.field.ariaLabel = `The number ${data.asked ? steps[open].title : ""}`
    this.showVerdict(back === null ? data.verdict : NO_VERDICT)
    this.find(".hint").textContent = data.hint
    showWords(this.find(".sentence"), seen.sentence, names)
    showEquation(this.find(".equation"), seen.rows, seen.numbers)
    this.timeline.show(steps, back ?? (done ? steps.length - 1 : open))
    this.timeline.dots.forEach((dot, index) => {
      const { title, mark } = steps[index]
      dot.dataset.mark = mark
      dot.title = dot.ariaLabel = title + (mark ? `, ${MARKS[mark]}` : "")
      dot.disabled = !mark && index !== open
    })
    this.find(".tally").textContent = data.tally
    this.highlight(this.pointed)
  }

  /** @param {{ kind: string, title: string, words: string }} verdict */
  showVerdict({ kind, title, words }) {
    this.find(".verdict").dataset.kind = kind
    showWords(this.find(".verdict-title"), title, this.data.names)
    showWords(this.find(".verdict-words"), words, this.data.names)
  }

  /** @param {number | null} index of a number that was found before; null for the open one */
  lookAt(index) {
    this.back = index !== null && this.steps[index].mark ? index : null
    this.show()
    if (this.back === null) this.focus()
  }

  /**
   * @param {string} kind
   * @param {string} text
   */
  post(kind, text) {
    this.mailbox.post({ kind, name: this.data.asked, text })
  }

  listen() {
    this.find("form").onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault()
      this.focused = true
      this.focus()
      keep("sessionStorage", UNANSWERED, JSON.stringify({ asked: this.data.asked, text: this.field.value }))
      this.post("answer", this.field.value)
    }
    this.find(".hint").onclick = () => {
      this.focused = true
      this.post("help", String(this.data.help + 1))
      this.focus()
    }
    this.find(".next-update").onclick = () => this.post("advance", "")
    this.find(".back").onclick = () => this.lookAt(null)
    this.root.addEventListener("keydown", event => {
      if (this.gate.key(event.key)) event.preventDefault()
      if (event.key === "Escape" && this.back !== null) this.lookAt(null)
    })
  }
}

export default mounted(Turn)
