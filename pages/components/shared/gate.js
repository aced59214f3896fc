// Predict, then see: a question about a number before it is shown. Whether to be asked, and how it went, is kept in the
// browser alone.

import { showWords } from "./equation.js"
import { html } from "./html.js"
import { keep, recall } from "./storage.js"

/** @typedef {{ question: string, choices: string[], answers: string[] }} Asked */
/** @typedef {{ on: boolean, right: number, asked: number }} Score */

/**
 * What was kept; nothing of it where it makes no sense.
 *
 * @param {string} text
 * @returns {Score}
 */
export function readScore(text) {
  try {
    const { on, right, asked } = JSON.parse(text)
    if (typeof on === "boolean" && Number.isInteger(right) && Number.isInteger(asked) && 0 <= right && right <= asked)
      return { on, right, asked }
  } catch { /* as if nothing had been kept */ }
  return { on: false, right: 0, asked: 0 }
}

/**
 * What is said to a choice; of one that was not made, only the truth.
 *
 * @param {Asked} asked
 * @param {number} truth the index of the true choice
 * @param {number | null} choice
 * @param {Score} score with this question
 */
export function spoken({ answers }, truth, choice, { right, asked }) {
  const begin = choice === null ? "You wanted to see it: " : choice === truth ? "Right: " : "No: "
  return `${begin}${answers[truth]}. ${right} of ${asked} predicted.`
}

export class Gate {
  /** @type {Asked | null} */
  asked = null // the question that is open
  truth = 0
  /** @type {Record<string, import("./names.js").Name>} */
  names = {}

  /**
   * @param {HTMLElement} root with the parts `.gate`, `.gate-question`, `.gate-choices` and `.gate-said`, and with
   *   `.predict-first` where the learner can switch it
   * @param {() => void} changed called when a question was answered or the gate switched
   * @param {string} kept the name under which the browser keeps the score
   * @param {HTMLElement} [next] what gets the focus after an answer
   */
  constructor(root, changed, kept = "backprop-lab predict", next) {
    const find = (/** @type {string} */ part) => /** @type {any} */ (root.querySelector(part))
    this.find = find
    this.changed = changed
    this.kept = kept
    this.next = next ?? find(".gate-said")
    this.score = readScore(recall("localStorage", kept))
    const box = find(".predict-first")
    if (!box) return // it is not the learner's to switch
    box.checked = this.score.on
    box.onchange = () => {
      this.keep({ on: box.checked, right: 0, asked: 0 }) // a new count each time
      this.close()
      changed()
    }
  }

  get on() {
    return this.score.on
  }

  /** @param {Score} score */
  keep(score) {
    this.score = score
    keep("localStorage", this.kept, JSON.stringify(score))
  }

  /**
   * @param {Asked} asked
   * @param {number} truth
   * @param {Record<string, import("./names.js").Name>} names
   */
  open(asked, truth, names) {
    this.truth = truth
    if (this.asked === asked) return
    this.asked = asked
    this.names = names
    const choices = asked.choices.map((text, index) => {
      const button = html("button", { type: "button", onclick: () => this.choose(index) })
      showWords(button, text, names)
      return button
    })
    const see = html("button", { type: "button", className: "see", textContent: "Show me" })
    see.onclick = () => this.choose(null)
    this.find(".gate-choices").replaceChildren(...choices, see)
    showWords(this.find(".gate-question"), asked.question, names)
    showWords(this.find(".gate-said"), "", names)
    this.find(".gate").hidden = false
  }

  /** @param {number | null} choice null for who only wants to see it */
  choose(choice) {
    const { asked, truth } = this
    if (!asked) return
    const root = /** @type {ShadowRoot | Document} */ (this.find(".gate").getRootNode())
    const focused = this.find(".gate").contains(root.activeElement)
    const { right, asked: before } = this.score
    this.keep({ ...this.score, right: right + Number(choice === truth), asked: before + 1 })
    this.close()
    showWords(this.find(".gate-said"), spoken(asked, truth, choice, this.score), this.names)
    this.changed()
    if (focused) this.next.focus({ preventScroll: true }) // the button that had it is gone
  }

  // Without an answer: the learner went elsewhere.
  close() {
    this.asked = null
    this.find(".gate").hidden = true
    this.find(".gate-choices").replaceChildren()
    showWords(this.find(".gate-said"), "", {})
  }

  focus() {
    this.find(".gate-choices button")?.focus({ preventScroll: true })
  }

  /**
   * The keys 1, 2 and 3 choose.
   *
   * @param {string} key
   */
  key(key) {
    const choice = Number(key) - 1
    if (!this.asked || !(choice in this.asked.choices)) return false
    this.choose(choice)
    return true
  }
}
