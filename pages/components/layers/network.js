// The network without an image: its layers as groups, each operation a box with its shape and what it costs.

import { html, setText } from "../shared/html.js"
import { calm } from "../shared/motion.js"
import { stack } from "./stack.js"

/**
 * @typedef {object} Operation
 * @property {string} name
 * @property {string} words
 * @property {string} sentence
 * @property {number} count of maps
 * @property {number} height of a map
 * @property {number} width of a map
 * @property {string[]} shape
 * @property {[term: string, text: string][]} facts
 */

/** @typedef {{ title: string, operations: Operation[] }} Group */
/** @typedef {{ operation: string, count: number, shares: number[], texts: string[] }} Probabilities */

const ANSWER = { title: "Answer", operations: [] }

export class Network {
  /** @type {Map<string, HTMLElement>} */
  boxes = new Map() // by the names of the operations

  /** @param {(selector: string) => any} find */
  constructor(find) {
    this.find = find
    this.strip = find(".strip")
  }

  /** @param {{ title: string, groups: Group[], budget: any, probabilities: Probabilities }} data */
  show({ title, groups, budget, probabilities }) {
    setText(this.find(".title"), title)
    this.strip.ariaLabel = title
    this.showBudget(budget)
    const all = [...groups, ANSWER]
    const made = keep(this.strip, all, group => group.title, group => this.group(group))
    this.boxes = new Map()
    groups.forEach(({ operations }, index) => {
      const boxes = keep(last(made[index]), operations, operation => operation.name, () => this.box())
      boxes.forEach((box, k) => this.showBox(box, operations[k]))
    })
    this.showProbabilities(last(made[groups.length]), probabilities)
    keep(this.find(".jumps"), all, group => group.title, group => this.jump(group))
  }

  /** @param {Group} group */
  group({ title }) {
    const heading = html("h4", { className: "layer", textContent: title })
    const operations = html("div", { className: "operations" })
    return html("section", { className: "group", ariaLabel: title }, heading, operations)
  }

  /** @param {Group} group */
  jump({ title }) {
    const onclick = () => {
      const group = [...this.strip.children].find(each => each.dataset.name === title)
      const left = group.offsetLeft - this.strip.firstElementChild.offsetLeft
      this.strip.scrollTo({ left, behavior: calm() ? "auto" : "smooth" })
    }
    const textContent = title.replace("Layer ", "")
    return html("button", { className: "jump", type: "button", ariaLabel: `Show ${title}`, textContent, onclick })
  }

  box() {
    const shape = [html("span", { className: "stack" }), html("p", { className: "size" })]
    return html("article", { className: "box" }, html("h5", { className: "words" }),
      html("div", { className: "shape" }, ...shape),
      html("dl", { className: "facts" }), html("div", { className: "seen" }))
  }

  /**
   * @param {HTMLElement} box
   * @param {Operation} operation
   */
  showBox(box, { name, words, sentence, count, height, width, shape, facts }) {
    const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (box.querySelector(selector))
    this.boxes.set(name, box)
    box.title = sentence ? `${name}: ${sentence}` : name
    setText(part(".words"), words)
    part(".size").replaceChildren(...shape.filter(text => text).map(textContent => html("span", { textContent })))
    const key = [count, height, width].join()
    if (part(".stack").dataset.key !== key) part(".stack").replaceChildren(stack({ count, height, width }))
    part(".stack").dataset.key = key
    const rows = keep(part(".facts"), facts, ([term]) => term, ([term]) =>
      html("div", { className: "fact" }, html("dt", { textContent: term }), html("dd")))
    rows.forEach((row, index) => setText(last(row), facts[index][1]))
  }

  /** @param {{ text: string, work: string, share: number }} budget */
  showBudget({ text, work, share }) {
    setText(this.find(".budget-text"), text)
    setText(this.find(".work"), work)
    const bar = this.find(".budget")
    bar.classList.toggle("over", share > 1)
    bar.style.setProperty("--within", Math.min(share, 1 / share))
    bar.style.setProperty("--share", Math.min(share, 1))
  }

  /**
   * @param {HTMLElement} parent
   * @param {Probabilities} probabilities
   */
  showProbabilities(parent, { operation, count, shares, texts }) {
    const [box] = keep(parent, [operation], () => "answer", () =>
      html("article", { className: "box answer" }, html("h5", { className: "words", textContent: "Probabilities" }),
        html("ol", { className: "bars" })))
    box.dataset.operation = operation
    const digits = Array.from({ length: count }, (_, digit) => String(digit))
    const best = shares.indexOf(Math.max(...shares))
    const bars = keep(last(box), digits, digit => digit, textContent =>
      html("li", { className: "bar" }, html("span", { className: "digit", textContent }),
        html("span", { className: "length" }), html("span", { className: "share" })))
    bars.forEach((bar, digit) => {
      bar.style.setProperty("--share", String(shares[digit] ?? 0))
      bar.classList.toggle("best", digit === best)
      setText(last(bar), texts[digit] ?? "")
    })
  }
}

/**
 * The children of `parent` become one element for each of `items`; those that are there already under the same name
 * stay.
 *
 * @template Item
 * @param {HTMLElement} parent
 * @param {Item[]} items
 * @param {(item: Item) => string} name
 * @param {(item: Item) => HTMLElement} make a new one
 */
function keep(parent, items, name, make) {
  const children = /** @type {HTMLElement[]} */ ([...parent.children])
  const old = new Map(children.map(child => [child.dataset.name, child]))
  const wanted = items.map(item => {
    const child = old.get(name(item)) ?? make(item)
    child.dataset.name = name(item)
    return child
  })
  for (const child of children) if (!wanted.includes(child)) child.remove()
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null)
  })
  return wanted
}

/** @param {HTMLElement} parent */
function last(parent) {
  return /** @type {HTMLElement} */ (parent.lastElementChild)
}
