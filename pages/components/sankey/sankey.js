// Streams from the loss, right or below, back to one quantity, left or above.

import { closest, html } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { nameParts, writtenName } from "../shared/names.js"
import { set, svg } from "../shared/svg.js"
import { View } from "../shared/view.js"
import { curve } from "./curve.js"

const WIDEST = 84 // pixels: all streams side by side
const NODE = { width: 100, height: 62 }
const FLAT = { level: 190, row: 118 } // room for a level, at most, and for a node beside another; from left to right
const UPRIGHT = { level: 112, row: 112 } // and from top to bottom
const NARROW = 620
const ROOMY = 72 // pixels between two nodes: enough for a times sign too

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {import("../shared/names.js").Name} Name */

/** @typedef {object} Node `level` is the number of steps to the loss, `place` a share of the room across; its own
 * `gradient` times `onward`, its derivative with respect to the quantity, is the share that is `sent` through it
 * @property {string} name
 * @property {Name} written
 * @property {string} gradient
 * @property {string} onward
 * @property {string} sent
 * @property {number} level
 * @property {number} place
 * @property {number} width
 */

/** @typedef {object} Stream
 * @property {number[]} nodes indices
 * @property {number[]} offsets from the middle of each node
 * @property {number} width
 * @property {number} sign
 * @property {string} amount
 * @property {string[]} factors
 */

/**
 * What core/figures/ledger_picture.py has; all widths and offsets are shares of the widest.
 *
 * @typedef {object} Data
 * @property {number} levels
 * @property {number} most nodes at one level
 * @property {Node[]} nodes the last one is the quantity
 * @property {Stream[]} streams
 * @property {{ from: number, to: number, symbol: Name, number: string }[]} factors
 * @property {boolean} flows
 * @property {string} words
 * @property {{ text: string, note?: string, sign?: number, sum?: boolean }[]} balance
 */

class Sankey extends View {
  /** @type {Data} */
  shown
  key = "" // of the data that are shown
  upright = false
  along = 0 // pixels from the quantity to the loss
  across = 0
  aside = 0 // pixels that are left free before it, across
  widest = 0

  /** @param {Component} component */
  constructor(component) {
    super(component, ".sankey")
    this.svg = this.find("svg")
    this.resized = new ResizeObserver(() => this.draw())
    this.resized.observe(this.find(".bed"))
    this.listen()
  }

  /** @param {Component} component */
  update(component) {
    this.received(component)
    const key = JSON.stringify(this.data)
    if (key === this.key) return
    this.key = key
    this.shown = this.data
    this.draw()
  }

  draw() {
    if (!this.shown) return
    const { levels, most, nodes, words, balance } = this.shown, room = this.find(".bed").clientWidth
    this.upright = room < NARROW || room < levels * (NODE.width + 26)
    const width = this.upright ? room : Math.min(room, levels * FLAT.level)
    const height = this.upright ? levels * UPRIGHT.level : Math.max(190, most * FLAT.row)
    this.along = this.upright ? height : width
    this.across = this.upright ? Math.min(width, Math.max(260, most * UPRIGHT.row)) : height
    this.aside = this.upright ? (width - this.across) / 2 : 0
    this.widest = Math.min(WIDEST, this.across / (most * 1.15))
    const middles = nodes.map(node => this.middle(node))
    set(this.svg, { width, height, "aria-label": words })
    this.svg.replaceChildren(...this.streams(middles), ...this.factors(middles),
      ...nodes.map((node, k) => this.node(node, middles[k], k)))
    this.find(".balance").replaceChildren(...balance.map(({ text, note, sign = 0, sum }) => {
      const className = [sign > 0 ? "more" : sign < 0 ? "less" : "", sum ? "sum" : ""].join(" ")
      return html("span", { className }, text, ...(note ? [html("small", { textContent: note })] : []))
    }))
    this.tell(null)
  }

  /**
   * Along and across: the quantity is at the beginning, the loss at the end.
   *
   * @param {Node} node
   */
  middle({ level, place }) {
    const { levels } = this.shown, half = (this.upright ? NODE.height : NODE.width) / 2 + 2
    const along = levels === 1 ? this.along / 2 : half + (1 - level / (levels - 1)) * (this.along - 2 * half)
    return [along, this.aside + place * this.across]
  }

  /** @param {number[]} place along and across */
  pixels([along, across]) {
    return this.upright ? [across, along] : [along, across]
  }

  /** @param {number[][]} middles of the nodes */
  streams(middles) {
    const { streams, flows } = this.shown, { widest } = this
    return streams.flatMap((stream, k) => {
      const points = stream.nodes.map((at, level) => [middles[at][0], middles[at][1] + stream.offsets[level] * widest])
      const d = curve(points, point => this.pixels(point)), width = Math.max(1, stream.width * widest)
      const kind = !flows || !stream.sign ? "none" : stream.sign > 0 ? "more" : "less"
      const bed = svg("path", { class: `stream ${kind}`, d, "stroke-width": flows ? width : 2 })
      bed.dataset.stream = String(k)
      return kind === "less" && width > 3 ? [bed, svg("path", { class: "grain", d })] : [bed]
    })
  }

  /**
   * @param {Node} node
   * @param {number[]} middle
   * @param {number} k
   */
  node({ name, written, gradient, sent, level, width }, middle, k) {
    const [x, y] = this.pixels(middle), chosen = k === this.shown.nodes.length - 1
    // Where streams begin and end, the node is as wide as all of them.
    const reach = level === 0 || chosen ? width * this.widest + 14 : 0
    const w = this.upright ? Math.max(NODE.width, reach) : NODE.width
    const h = this.upright ? NODE.height : Math.max(NODE.height, reach)
    const kind = sent.startsWith("+") ? "more-text" : sent === "0" ? "" : "less-text"
    const share = sent.length < 12 ? [svg("tspan", { class: "share" }, "share ")] : [] // a power of ten leaves no room
    const kinds = chosen ? { class: "node chosen", "aria-disabled": true } : { class: "node", tabindex: 0 }
    // What is written is the button's name too, so there are spaces between the lines.
    const group = svg("g", { role: "button", ...kinds },
      svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 10 }),
      svg("text", { x, y: y - 13 }, ...nameParts(written), " "),
      svg("text", { x, y: y + 6, class: "own" }, `∂ ${gradient} `),
      svg("text", { x, y: y + 23, class: `sent ${kind}` }, ...share, sent))
    group.dataset.name = name
    return group
  }

  /** @param {number[][]} middles of the nodes */
  factors(middles) {
    const tight = !this.upright && this.along / (this.shown.levels - 1) - NODE.width < ROOMY
    return this.shown.factors.map(({ from, to, symbol, number }) => {
      const [x, y] = this.pixels(middles[from].map((each, k) => (each + middles[to][k]) / 2))
      const what = symbol[0] ? [svg("text", { x, y: y - 6, class: "what" }, ...nameParts(symbol))] : []
      const text = svg("text", { x, y: y + (what.length ? 9 : 4) }, tight ? number : `× ${number}`)
      return svg("g", { class: "factor" }, ...what, text)
    })
  }

  /**
   * The stream that is pointed at, in words.
   *
   * @param {string | null} index
   */
  tell(index) {
    const { streams, nodes } = this.shown, stream = index === null ? null : streams[Number(index)]
    this.point(stream ? [stream] : [])
    const words = this.find(".told")
    if (!stream) return words.replaceChildren(...this.invitation())
    const names = stream.nodes.flatMap((at, j) => [...(j ? [" → "] : []), writtenName(nodes[at].written)])
    words.replaceChildren(...names, `:  ${product(stream.factors.filter(factor => factor !== "1"))} = ${stream.amount}`)
  }

  /**
   * The node that is pointed at: how its own gradient becomes its share.
   *
   * @param {string} name
   */
  tellNode(name) {
    const { streams, nodes } = this.shown, at = nodes.findIndex(node => node.name === name), node = nodes[at]
    const last = nodes[nodes.length - 1].written, loss = nodes[0].written
    if (at === 0 || at === nodes.length - 1) return this.tell(null)
    this.point(streams.filter(stream => stream.nodes.includes(at)))
    this.find(".told").replaceChildren("Through ", writtenName(node.written), ":  ",
      ...derivative(loss, node.written), " · ", ...derivative(node.written, last),
      ` = ${product([node.gradient, node.onward])} = ${node.sent}, its share of `, ...derivative(loss, last))
  }

  /** What the boxes hold, and what one can do. */
  invitation() {
    const { nodes } = this.shown, loss = nodes[0].written, last = nodes[nodes.length - 1].written
    return ["In each box: ∂ is its own gradient, as in the lesson; below it stands its share of ",
      ...derivative(loss, last), ", the gradient that is taken apart here. Point at a box to see how the one becomes " +
      "the other, at a stream to follow it; click a box for the paths to it."]
  }

  /** @param {Stream[]} hot which stand out; if there are none, all do */
  point(hot) {
    this.svg.classList.toggle("pointed", hot.length > 0)
    for (const each of this.svg.querySelectorAll(".stream"))
      each.classList.toggle("hot", hot.includes(this.shown.streams[Number(each.dataset.stream)]))
  }

  listen() {
    const over = (/** @type {any} */ event) => {
      const name = closest(event, ".node")?.dataset.name
      if (name) this.tellNode(name)
      else this.tell(event.target.dataset.stream ?? null)
    }
    this.svg.addEventListener("pointerover", over)
    this.svg.addEventListener("focusin", over)
    this.svg.addEventListener("focusout", () => this.tell(null))
    this.svg.addEventListener("pointerleave", () => this.tell(null))
    const choose = (/** @type {any} */ event) => {
      const name = closest(event, ".node:not(.chosen)")?.dataset.name
      if (name) this.mailbox.post({ kind: "of", name, text: "" })
      else if (event.target.dataset.stream) this.tell(event.target.dataset.stream)
    }
    this.svg.addEventListener("click", choose)
    this.svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      choose(event)
    })
  }

  destroy() {
    super.destroy()
    this.resized.disconnect()
  }
}

/** @param {string[]} factors */
function product(factors) {
  return factors.map(factor => (factor.startsWith("−") ? `(${factor})` : factor)).join(" · ") || "1"
}

/**
 * ∂of/∂by in words.
 *
 * @param {Name} of
 * @param {Name} by
 */
function derivative(of, by) {
  return ["∂", writtenName(of), "/∂", writtenName(by)]
}

export default mounted(Sankey)
