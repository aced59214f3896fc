// The network as an SVG. Built once for each layout; after that only texts, widths and classes change.

import { ems } from "./ems.js"
import { calm } from "./motion.js"
import { nameParts } from "./names.js"
import { set, svg } from "./svg.js"

/** @typedef {import("./names.js").Name} Name */
/** @typedef {[x: number, y: number]} Point */

/**
 * `line` is x and y of its points, one after the other; `label` is where the label of its weight is in the middle of,
 * `slope` where a slope is written beside an edge without weight.
 *
 * @typedef {{ line: number[], ids: string[], weight: string | null, label?: Point, slope?: Point }} Edge
 */
/** @typedef {{ name: string, ids: string[], x: number, y: number }} Tag */
/** @typedef {{ name: string, given: boolean, x: number, y: number, width: number, height: number }} Node */

/**
 * Where everything is, as core/figures/picture.py has it; `label` is the size of all labels, `loss` the loss's name.
 *
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {string} loss
 * @property {[width: number, height: number]} label
 * @property {Edge[]} edges
 * @property {Tag[]} tags
 * @property {Node[]} nodes
 * @property {number} [example] of a batch
 */

/**
 * @typedef {object} Shown
 * @property {Record<string, string>} texts of all that is known, by id
 * @property {Record<string, string>} flow what flows over an edge, by its weight
 * @property {Set<string>} lit ids
 * @property {string} phase
 * @property {Record<string, number>} weights by name
 */

export class Picture {
  /** @type {Map<string, SVGElement>} */
  numbers = new Map() // the piece of text that shows an id
  /** @type {{ element: SVGElement, ids: string[] }[]} */
  shapes = []
  /** @type {{ element: SVGElement, box: SVGElement }[]} */
  labels = []

  /**
   * @param {string} kind
   * @param {Layout} layout
   * @param {Record<string, Name>} names
   * @param {string} label says what is to be seen
   */
  constructor(kind, layout, names, label) {
    const { width, height } = layout
    this.layout = layout
    this.names = names
    this.root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label, class: kind })
    this.root.style.setProperty("--wide", String(width))
    this.root.style.setProperty("--tall", String(height))
    for (const edge of layout.edges) this.edge(edge)
    for (const { label: middle, weight, ids } of layout.edges)
      if (middle) this.label("label given", /** @type {string} */ (weight), ids, middle)
    for (const { name, ids, x, y } of layout.tags) this.label("label given tag", name, ids, [x, y])
    for (const node of layout.nodes) this.node(node)
  }

  /**
   * A group of shapes that stands for some ids.
   *
   * @param {string} kind
   * @param {string[]} ids
   * @param {string} field the number that a click on it leads to
   * @param {...SVGElement} children
   */
  group(kind, ids, field, ...children) {
    const element = svg("g", { class: kind }, ...children)
    element.dataset.ids = ids.join("|")
    element.dataset.field = field
    this.shapes.push({ element, ids })
    this.root.append(element)
    return element
  }

  /** @param {Edge} edge */
  edge({ line, ids, weight, slope }) {
    const [x1, y1, x2, y2, ...corners] = line
    const path = corners.length ? { points: line.join(" ") } : { x1, y1, x2, y2 }
    const tag = corners.length ? "polyline" : "line"
    const lines = ["wire", "pulse", "reach"].map(kind => svg(tag, { ...path, class: kind }))
    const element = this.group("edge", ids, weight ?? "", ...lines)
    element.dataset.weight = weight ?? ""
    const room = this.layout.label[0] // that of a slope, too
    if (slope) element.append(this.number(ids[0], ...slope, "gradient middle", room, [svg("tspan", {}, "×")]))
  }

  /**
   * The number of a weight or bias, its gradient and its new value.
   *
   * @param {string} kind
   * @param {string} name
   * @param {string[]} ids
   * @param {Point} middle
   */
  label(kind, name, ids, [x, y]) {
    const [width, height] = this.layout.label
    const right = x + width / 2 - 7
    const line = (/** @type {number} */ row) => y - height / 2 + 15 + 15 * row
    const box = svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 7 })
    const flow = svg("text", { x: right, class: "flow end" }), room = width - 10
    flow.style.setProperty("--room", `${room}px`)
    Object.assign(flow.dataset, { flow: name, forward: line(1), backward: line(2) })
    const element = this.group(kind, ids, name, box,
      this.number(name, right, line(0), "value end", room, nameParts(this.names[name])),
      this.number(`∂${this.layout.loss}/∂${name}`, right, line(1), "gradient end", room, before("∂ ")),
      this.number(`${name}⁺`, right, line(2), "update end", room, before("new ")), flow)
    this.labels.push({ element, box })
  }

  /** @param {Node} node */
  node({ name, given, x, y, width, height }) {
    const line = (/** @type {number} */ row) => y - height / 2 + 16 + 17 * row
    const ids = [name, `∂${this.layout.loss}/∂${name}`, `${name}⁺`, `Δ${name}`]
    const element = this.group(given ? "node given" : "node", ids, given ? name : "",
      svg("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: 10 }),
      svg("text", { x, y: line(0), class: "middle" }, ...nameParts(this.names[name])),
      this.number(ids[0], x, line(1) + 1, "value middle", width - 8))
    if (!given)
      element.append(this.number(ids[1], x, line(2), "gradient middle", width - 8, before("∂ ")),
        this.number(ids[2], x, line(3) - 1, "update middle", width - 8, before("new ")))
  }

  /**
   * A number that can change, after something that says what it is; the whole is hidden while there is no number.
   *
   * @param {string} id
   * @param {number} x
   * @param {number} y
   * @param {string} kind
   * @param {number} room for both
   * @param {SVGElement[]} parts what says it; after a lowered subscript the number is raised again
   */
  number(id, x, y, kind, room, parts = []) {
    const number = svg("tspan", parts.length > 1 ? { dy: -3, dx: 4 } : {})
    number.dataset.id = id
    this.numbers.set(id, number)
    const text = svg("text", { x, y, class: `number ${kind} empty` }, ...parts, number)
    text.style.setProperty("--room", `${room}px`)
    return text
  }

  /** @param {Shown} shown */
  show({ texts, flow, lit, phase, weights }) {
    for (const [id, element] of this.numbers) setNumber(element, texts[id] ?? "")
    this.root.dataset.phase = phase
    for (const { element, ids } of this.shapes) {
      element.classList.toggle("lit", ids.some(id => lit.has(id)))
      const weight = element.dataset.weight
      if (weight) {
        const width = 1.2 + 2.2 * Math.sqrt(Math.min(Math.abs(weights[weight]), 5))
        element.style.setProperty("--width", `${width}px`)
        element.classList.toggle("negative", weights[weight] < 0)
      }
    }
    for (const element of /** @type {Iterable<SVGElement>} */ (this.root.querySelectorAll("[data-flow]"))) {
      const free = element.dataset[phase === "backward" ? "backward" : "forward"] // the line without a number
      set(element, { y: free })
      setNumber(element, flow[element.dataset.flow ?? ""] ?? "")
    }
    for (const { element, box } of this.labels) {
      const lines = [...element.querySelectorAll("text:not(.empty)")].filter(text => text.textContent)
      set(box, { height: 5 + 15 * lines.length })
    }
  }
}

/** @param {string} text */
function before(text) {
  return [svg("tspan", { class: "before" }, text)]
}

/**
 * Changes a number in place. One that becomes another one glows for a moment; it can be read all the while.
 *
 * @param {SVGElement} element
 * @param {string} text
 */
function setNumber(element, text) {
  if (element.textContent === text) return
  const glow = element.textContent !== "" && text !== "" && !calm() && !element.getAnimations().length
  element.textContent = text
  const whole = /** @type {SVGElement} */ (element.closest("text"))
  whole.style.setProperty("--ems", String(ems(whole.textContent ?? "")))
  element.closest(".number")?.classList.toggle("empty", text === "")
  if (glow) element.animate([{ strokeOpacity: 0.45 }, { strokeOpacity: 0 }], { duration: 600, easing: "ease-out" })
}
