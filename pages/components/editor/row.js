// One operation: its numbers to type, what it makes and costs, and what can be done with it.

import { html, setText } from "../shared/html.js"
import { svg } from "../shared/svg.js"

const ACTS = { up: ["↑", "Move up"], down: ["↓", "Move down"], duplicate: ["", "Duplicate"], remove: ["✕", "Remove"] }
/** @type {("shape" | "parameters" | "work" | "sees")[]} */
const FACTS = ["shape", "parameters", "work", "sees"]
const KEYS = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

/**
 * What component.py has of a number: `yes` where it is a yes or no, `wrong` where the text is no such number.
 *
 * @typedef {{ name: string, words: string, text: string, yes: boolean | null, wrong: boolean }} Value
 */

/**
 * @typedef {object} Operation
 * @property {number} id
 * @property {string} title
 * @property {string} layer
 * @property {Value[]} numbers
 * @property {string} shape
 * @property {string} parameters
 * @property {string} work
 * @property {string} sees
 * @property {string[]} problems
 * @property {boolean} fits
 */

export class Row {
  /** @type {Map<string, HTMLInputElement>} */
  inputs = new Map()
  /** @type {Map<string, string>} */
  known = new Map() // the server's text of each number, which is replaced only when it says another

  /**
   * @param {Operation} operation
   * @param {(name: string, text: string) => void} set
   */
  constructor(operation, set) {
    this.place = html("span", { className: "place" })
    const what = html("div", { className: "what" }, html("span", { className: "title", textContent: operation.title }))
    for (const number of operation.numbers) what.append(this.field(operation, number, set))
    this.facts = {
      shape: fact("shape", "makes"),
      parameters: fact("parameters", "parameters"),
      work: fact("work", "multiply-adds"),
      sees: fact("sees", "sees"),
    }
    const facts = FACTS.map(name => this.facts[name].root)
    const acts = Object.entries(ACTS).map(([act, [textContent, title]]) => {
      const button = html("button", { textContent, title, ariaLabel: `${title}: ${operation.title}` })
      button.dataset.do = act
      if (act === "duplicate") button.append(twoSheets())
      return button
    })
    const more = html("button", { className: "more", textContent: "…", title: "Move, duplicate or remove it" })
    more.ariaLabel = `Change: ${operation.title}`
    more.dataset.do = "more"
    this.problem = html("ul", { className: "problem" })
    this.root = html("li", { className: "row" }, this.place, what, html("div", { className: "facts" }, ...facts),
      more, html("div", { className: "acts" }, ...acts), this.problem)
    this.root.dataset.id = String(operation.id)
  }

  /**
   * @param {Operation} operation
   * @param {Value} number
   * @param {(name: string, text: string) => void} set
   */
  field({ title }, { name, words, yes }, set) {
    const input = html("input", { type: yes === null ? "text" : "checkbox", autocomplete: "off", spellcheck: false })
    input.ariaLabel = `${title}: ${words}`
    input.dataset.number = name
    this.inputs.set(name, input)
    const changed = (/** @type {string} */ text) => {
      this.known.set(name, text) // what is typed stays until the server says another text
      set(name, text)
    }
    if (yes === null) {
      input.inputMode = "decimal"
      input.oninput = () => { if (input.value.trim()) changed(input.value) } // who empties it types on
      input.onchange = () => { if (this.known.get(name) !== input.value) changed(input.value) }
      input.onkeydown = event => {
        const by = KEYS[/** @type {keyof typeof KEYS} */ (event.key)], number = Number(input.value.replace(",", "."))
        if (!by || event.altKey || event.ctrlKey || event.metaKey || !Number.isFinite(number)) return
        event.preventDefault()
        input.value = counted(number, name === "rate" ? by / 100 : by)
        changed(input.value)
      }
    } else input.onchange = () => changed(input.checked ? "1" : "0")
    return html("label", {}, words, input)
  }

  /**
   * @param {Operation} operation
   * @param {number} position
   * @param {boolean} first whether a layer begins with it
   * @param {boolean} answered whether the server knows all that was typed
   */
  show(operation, position, first, answered) {
    setText(this.place, String(position + 1))
    for (const { name, text, yes, wrong } of operation.numbers) {
      const input = /** @type {HTMLInputElement} */ (this.inputs.get(name))
      input.classList.toggle("wrong", wrong)
      input.ariaInvalid = String(wrong)
      if (!answered || this.known.get(name) === text) continue
      this.known.set(name, text)
      if (yes === null) input.value = text
      else input.checked = yes
    }
    for (const name of FACTS) {
      const { root, value } = this.facts[name]
      setText(value, operation[name])
      root.classList.toggle("none", operation[name] === "–")
    }
    this.root.classList.toggle("wrong", !operation.fits)
    this.root.classList.toggle("first", first)
    says(this.problem, operation.problems)
  }
}

/**
 * @param {HTMLElement} list
 * @param {string[]} sentences
 */
export function says(list, sentences) {
  if ([...list.children].map(each => each.textContent).join("\n") === sentences.join("\n")) return
  list.replaceChildren(...sentences.map(textContent => html("li", { textContent })))
}

/**
 * A number counted up or down, not below 0, without the dust of binary fractions.
 *
 * @param {number} number
 * @param {number} by
 */
export function counted(number, by) {
  return String(Math.max(0, Number((number + by).toFixed(6))))
}

/**
 * @param {string} className
 * @param {string} name
 */
function fact(className, name) {
  const value = html("span")
  const words = html("span", { className: "name", textContent: `${name} ` })
  const root = html("span", { className: `fact ${className}` }, words, value)
  return { root, value }
}

/** The sign for a copy, which not every font has. */
function twoSheets() {
  const sheet = { width: 8, height: 8, rx: 1.5, fill: "none", stroke: "currentColor", "stroke-width": 1.2 }
  return svg("svg", { viewBox: "0 0 14 14", width: 14, height: 14, "aria-hidden": "true" },
    svg("rect", { ...sheet, x: 1, y: 1 }), svg("rect", { ...sheet, x: 5, y: 5 }))
}
