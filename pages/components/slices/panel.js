// One slice: built once, then its shapes are moved.

import { html } from "../shared/html.js"
import { writtenName } from "../shared/names.js"
import { readOff } from "../shared/numbers.js"
import { onDrag, within } from "../shared/pointer.js"
import { set, svg, through } from "../shared/svg.js"

const BOX = { width: 260, height: 168, left: 40, right: 8, top: 8, bottom: 22 }
const INNER = { width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom }
const SHORTEST = 20 // of a step that is drawn
const RING = 5 // radius of the ring where it lands
const DIGITS = 2.3 // of the width of a window that one can tell apart
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }

/** @typedef {[x: number, y: number]} Point shares of the picture's width and height, from the lower left */
/** @typedef {[share: number, text: string]} Tick */

/**
 * What core/figures/slice_curves.py has: heights of the curve at equal distances, two ends of the tangent, the weight
 * now, where the tangent promises that it lands, where it lands alone and together with all others.
 *
 * @typedef {object} Slice
 * @property {string} weight
 * @property {import("../shared/names.js").Name} name
 * @property {number} exact
 * @property {[low: number, high: number]} window
 * @property {number[]} curve
 * @property {Point[]} tangent
 * @property {Point} at
 * @property {Point} promised
 * @property {Point} alone
 * @property {Point} together
 * @property {Tick[]} up
 * @property {Tick[]} across
 * @property {Record<"at" | "slope" | "lands" | "alone" | "together", string>} texts
 */

export class Panel {
  /** @type {number | undefined} */
  asked = undefined // the weight that the visitor wants, until the server has answered

  /**
   * @param {Slice} chart
   * @param {(weight: string, text: string) => void} drag
   */
  constructor(chart, drag) {
    this.chart = chart
    const id = `slice-${Math.random().toString(36).slice(2)}`
    const room = svg("rect", { x: -3, y: -3, width: INNER.width + 6, height: INNER.height + 6 })
    this.ticks = svg("g", { "aria-hidden": "true" })
    this.tangent = svg("path", { class: "tangent" })
    this.curve = svg("path", { class: "curve" })
    this.drop = svg("path", { class: "drop" })
    this.step = svg("path", { class: "step" })
    this.head = svg("path", { class: "head" })
    this.alone = svg("circle", { class: "alone", r: RING - 0.5 })
    this.together = svg("path", { class: "together" })
    this.at = svg("circle", { class: "at", r: 4.5 })
    this.held = svg("line", { class: "held", y1: 0, y2: INNER.height, visibility: "hidden" })
    const inside = svg("g", { "clip-path": `url(#${id})` }, this.tangent, this.curve, this.drop, this.step, this.head,
      this.alone, this.together, this.at, this.held)
    const plane = svg("rect", { width: INNER.width, height: INNER.height, fill: "transparent" })
    this.away = svg("text", { class: "away" })
    const view = { viewBox: `0 0 ${BOX.width} ${BOX.height}`, class: "plane", role: "slider", tabindex: 0 }
    const place = { transform: `translate(${BOX.left} ${BOX.top})` }
    this.svg = svg("svg", view, svg("defs", {}, svg("clipPath", { id }, room)),
      svg("g", place, this.ticks, plane, inside, this.away))
    this.heading = html("div", { className: "heading" })
    this.lands = html("div", { className: "lands" })
    this.root = html("section", { className: "panel" }, this.heading, this.svg, this.lands)
    this.root.dataset.weight = chart.weight
    this.listen(text => drag(chart.weight, text))
  }

  /** @param {Slice} chart */
  show(chart) {
    this.chart = chart
    const { texts, window: [low, high] } = chart, last = chart.curve.length - 1
    const [at, alone, promised] = [chart.at, chart.alone, chart.promised].map(pixels)
    set(this.curve, { d: through(chart.curve.map((y, k) => pixels([k / last, y]))) })
    set(this.tangent, { d: through(chart.tangent.map(pixels)) })
    set(this.at, { cx: at[0], cy: at[1] })
    set(this.alone, { cx: alone[0], cy: alone[1] })
    this.diamond(pixels(chart.together))
    this.arrow(at, promised, alone)
    set(this.drop, { d: through([promised, alone]) })
    this.outside(chart.alone[0])
    this.ticks.replaceChildren(
      ...chart.up.flatMap(([y, text]) => this.tick(0, INNER.height * (1 - y), text, "up")),
      ...chart.across.flatMap(([x, text]) => this.tick(INNER.width * x, INNER.height, text, "across")))
    this.heading.replaceChildren(
      html("span", {}, writtenName(chart.name), html("b", { textContent: ` = ${texts.at}` })),
      html("span", { className: "slope", textContent: `slope ${texts.slope}` }))
    this.lands.replaceChildren(
      html("span", {}, "→ ", html("b", { textContent: texts.lands })),
      html("span", {}, "alone ", html("b", { textContent: texts.alone })),
      html("span", {}, "all ", html("b", { textContent: texts.together })))
    set(this.svg, {
      "aria-label": `weight ${chart.weight}`,
      "aria-valuemin": low,
      "aria-valuemax": high,
      "aria-valuenow": chart.exact,
      "aria-valuetext":
        `${chart.weight} = ${texts.at}, slope ${texts.slope}, the update leads to ${texts.lands}`,
    })
  }

  /**
   * Along the tangent from the point to where the update takes the weight. Where that is too short to be drawn, only a
   * head beside the point says which way it goes.
   *
   * @param {Point} from
   * @param {Point} to
   * @param {Point} alone
   */
  arrow(from, to, alone) {
    const along = [to[0] - from[0], to[1] - from[1]], length = Math.hypot(...along), short = length < SHORTEST
    const unit = along.map(x => x / (length || 1)), side = [-unit[1] * 4, unit[0] * 4]
    const hidden = Math.hypot(to[0] - alone[0], to[1] - alone[1]) < RING + 2 // would be the head, by the ring
    const tip = short ? 13 : length - (hidden ? RING : 0), neck = tip - 7
    const at = (/** @type {number} */ far) => [from[0] + unit[0] * far, from[1] + unit[1] * far]
    const corners = [at(tip), ...[1, -1].map(turn => at(neck).map((x, k) => x + turn * side[k]))]
    set(this.step, { d: short ? "" : through([from, at(neck)]) })
    set(this.head, { d: length ? through(corners) + "Z" : "" })
    this.head.classList.toggle("hint", short)
    set(this.alone, { visibility: short ? "hidden" : "visible" })
  }

  /**
   * The diamond stays in sight: where it is higher or lower than the picture it becomes an arrow at the edge.
   *
   * @param {Point} place
   */
  diamond([x, y]) {
    if (y < 0) set(this.together, { d: "M0 -1L5 6H-5Z", transform: `translate(${x} 0)` })
    else if (y > INNER.height) set(this.together, { d: "M0 1L5 -6H-5Z", transform: `translate(${x} ${INNER.height})` })
    else set(this.together, { d: "M0 -6L6 0L0 6L-6 0Z", transform: `translate(${x} ${y})` })
  }

  /**
   * A landing beyond the edge is said there.
   *
   * @param {number} x
   */
  outside(x) {
    const text = `lands at ${this.chart.texts.lands}`
    this.away.textContent = x < 0 ? `‹ ${text}` : x > 1 ? `${text} ›` : ""
    set(this.away, { x: x < 0 ? 3 : INNER.width - 3, y: 12, "text-anchor": x < 0 ? "start" : "end" })
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {string} text
   * @param {"up" | "across"} axis
   */
  tick(x, y, text, axis) {
    const up = axis === "up"
    const rule = up ? { x1: 0, x2: INNER.width, y1: y, y2: y } : { x1: x, x2: x, y1: 0, y2: INNER.height }
    const where = up
      ? { x: -5, y, "text-anchor": "end", "dominant-baseline": "central" }
      : { x, y: y + 14, "text-anchor": "middle" }
    return [svg("line", { ...rule, class: "rule" }), svg("text", { ...where, class: "tick" }, text)]
  }

  /** @param {(text: string) => void} drag */
  listen(drag) {
    const to = (/** @type {PointerEvent} */ event) => {
      const box = this.svg.getBoundingClientRect()
      const x = ((event.clientX - box.left) / box.width) * BOX.width - BOX.left
      const share = within(x / INNER.width, 0, 1)
      set(this.held, { x1: share * INNER.width, x2: share * INNER.width, visibility: "visible" })
      drag(this.ask(this.chart.window[0] + share * this.width))
    }
    onDrag(this.svg, to)
    this.svg.onpointerup = this.svg.onpointercancel = () => set(this.held, { visibility: "hidden" })
    this.svg.onkeydown = event => {
      const steps = KEYS[/** @type {keyof typeof KEYS} */ (event.key)]
      if (!steps || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      drag(this.ask((this.asked ?? this.chart.exact) + (steps * this.width) / 100))
    }
  }

  get width() {
    return this.chart.window[1] - this.chart.window[0]
  }

  /**
   * The text of a weight that the visitor asks for.
   *
   * @param {number} weight
   */
  ask(weight) {
    this.asked = readOff(weight, this.width, DIGITS)
    return String(this.asked)
  }
}

/**
 * @param {Point} point
 * @returns {Point}
 */
function pixels([x, y]) {
  return [x * INNER.width, (1 - y) * INNER.height]
}
