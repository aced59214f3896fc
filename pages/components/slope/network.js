// The network in small: what the weight that is dragged changes on its way to the loss, and what it leaves as it is.

import { nameParts } from "../shared/names.js"
import { set, svg, through } from "../shared/svg.js"

const NARROW = 520 // pixels, below which only what comes after the weight's neuron before is shown

/** @typedef {{ name: string, x: number, y: number, width: number, height: number }} Node */
/** @typedef {{ weight: string | null, line: number[], label: [number, number] | null }} Edge */
/** @typedef {{ width: number, height: number, nodes: Node[], edges: Edge[] }} Layout */

export class Network {
  /** @type {[name: string, text: SVGElement][]} */
  numbers = []

  /**
   * @param {HTMLElement} parent
   * @param {{ layout: Layout, names: Record<string, any>, weight: string, moves: string[] }} data
   */
  constructor(parent, { layout: { width, height, nodes, edges }, names, weight, moves }) {
    const ours = edges.find(edge => edge.weight === weight), [x, y] = ours?.label ?? [0, 0]
    const lines = edges.map(edge =>
      svg("path", { class: edge === ours ? "wire ours" : "wire", d: through(pairs(edge.line)) }))
    const boxes = nodes.map(node => this.box(node, names[node.name], moves.includes(node.name) ? "moved" : "still"))
    const label = this.box({ name: weight, x, y, width: 76, height: 50 }, names[weight], "ours")
    const picture = svg("svg", { "aria-hidden": "true" }, ...lines, ...boxes, label)
    parent.replaceChildren(picture)
    this.observer = new ResizeObserver(() => {
      const left = parent.clientWidth < NARROW ? (ours?.line[0] ?? 0) - 90 : 0
      set(picture, { viewBox: `${left} 0 ${width - left} ${height}` })
    })
    this.observer.observe(parent)
  }

  /**
   * @param {Node} node
   * @param {any} name
   * @param {string} kind
   */
  box({ name: id, x, y, width, height }, name, kind) {
    const number = svg("text", { class: "number", x, y: y + 17 })
    this.numbers.push([id, number])
    return svg("g", { class: kind },
      svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 8 }),
      svg("text", { class: "name", x, y: y - 5 }, ...nameParts(name)), number)
  }

  /** @param {(name: string) => string} text of a number */
  show(text) {
    for (const [name, element] of this.numbers) element.textContent = text(name)
  }

  destroy() {
    this.observer.disconnect()
  }
}

/** @param {number[]} line */
function pairs(line) {
  return line.filter((_, k) => k % 2 === 0).map((x, k) => [x, line[2 * k + 1]])
}
