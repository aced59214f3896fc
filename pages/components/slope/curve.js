// The loss along one weight, a point on it that can be dragged, and a line through it: the ruler that touches the
// curve, or the secant to a second point.

import { nameParts } from "../shared/names.js"
import { onDrag, within } from "../shared/pointer.js"
import { set, svg, through } from "../shared/svg.js"

const ROOM = { left: 52, right: 14, top: 14, bottom: 34 }
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }
const SHORTEST = 14 // pixels of a triangle that can be seen

/** @typedef {[at: number, text: string]} Tick */
/** @typedef {{ nudge: number, text: string, ratios: number[] }} Nudge */

/**
 * What component.py sends of the curve: the weight at each place, the loss and its slope there.
 *
 * @typedef {object} Course
 * @property {string} weight
 * @property {string} loss
 * @property {Record<string, import("../shared/names.js").Name>} names
 * @property {number[]} along
 * @property {Record<string, any>} values those that move, as numbers at each place
 * @property {number[]} slopes
 * @property {Nudge[]} nudges
 * @property {Tick[]} across
 * @property {Tick[]} up
 * @property {[number, number]} height
 */

export class Curve {
  size = { width: 560, height: 370 }
  place = 0
  text = ""
  line = "" // "ruler", "secant", or none
  /** @type {Nudge | undefined} */
  nudge = undefined

  /**
   * @param {HTMLElement} parent
   * @param {Course} course
   * @param {(place: number) => void} drag
   */
  constructor(parent, course, drag) {
    this.course = course
    this.drag = drag
    const id = `curve-${Math.random().toString(36).slice(2)}`
    this.clip = svg("rect")
    this.axes = svg("g", { "aria-hidden": "true" })
    this.trace = svg("path", { class: "trace" })
    this.touch = svg("path", { class: "touch" })
    this.ruler = svg("path", { class: "ruler" })
    this.triangle = svg("path", { class: "triangle" })
    this.run = svg("text", { class: "side", "text-anchor": "middle" })
    this.rise = svg("text", { class: "side" })
    this.second = svg("circle", { class: "second", r: 6 })
    this.point = svg("circle", { class: "point", r: 9 })
    const lines = [this.trace, this.touch, this.ruler, this.triangle, this.second, this.point]
    const inside = svg("g", { "clip-path": `url(#${id})` }, ...lines)
    this.svg = svg("svg", { role: "slider", tabindex: 0 }, svg("defs", {}, svg("clipPath", { id }, this.clip)),
      this.axes, inside, this.run, this.rise)
    parent.replaceChildren(this.svg)
    this.observer = new ResizeObserver(() => this.measure())
    this.observer.observe(parent)
    this.listen()
    this.measure()
  }

  get last() {
    return this.course.along.length - 1
  }

  /** As wide as there is room, so that letters keep their size. */
  measure() {
    const width = this.svg.parentElement?.clientWidth || 560
    this.size = { width, height: Math.round(within(width * 0.66, 230, 430)) }
    set(this.svg, { viewBox: `0 0 ${this.size.width} ${this.size.height}`, height: this.size.height })
    const inner = { width: width - ROOM.left - ROOM.right + 20, height: this.size.height - ROOM.bottom + 2 }
    set(this.clip, { x: ROOM.left - 10, y: 0, ...inner })
    this.draw()
  }

  /** @param {number} weight */
  x(weight) {
    const { along } = this.course, low = along[0], high = along[this.last]
    return ROOM.left + ((weight - low) / (high - low)) * (this.size.width - ROOM.left - ROOM.right)
  }

  /** @param {number} loss */
  y(loss) {
    const [low, high] = this.course.height
    return this.size.height - ROOM.bottom - ((loss - low) / (high - low)) * (this.size.height - ROOM.top - ROOM.bottom)
  }

  /**
   * @param {{ place: number, line: string, nudge?: Nudge, text: string, run: string, rise: string }} now
   */
  show({ place, line, nudge, text, run, rise }) {
    Object.assign(this, { place, line, nudge, text })
    this.run.textContent = run
    this.rise.textContent = rise
    this.draw()
  }

  draw() {
    const { along, values, loss, slopes, up, across, names, weight } = this.course
    const { place, line, nudge, size } = this, losses = values[loss]
    const floor = size.height - ROOM.bottom, right = size.width - ROOM.right
    this.axes.replaceChildren(
      ...up.flatMap(([at, text]) => [
        svg("line", { class: "rule", x1: ROOM.left, x2: right, y1: this.y(at), y2: this.y(at) }),
        svg("text", { class: "tick", x: ROOM.left - 7, y: this.y(at) + 4, "text-anchor": "end" }, text)]),
      ...across.map(([at, text]) =>
        svg("text", { class: "tick", x: this.x(at), y: floor + 16, "text-anchor": "middle" }, text)),
      svg("text", { class: "axis", x: right, y: floor + 31, "text-anchor": "end" }, ...nameParts(names[weight]), " →"),
      svg("text", { class: "axis", x: ROOM.left + 6, y: ROOM.top + 4 }, ...nameParts(names[loss])))
    set(this.trace, { d: through(along.map((at, k) => [this.x(at), this.y(losses[k])])) })
    const at = along[place], here = losses[place], slope = slopes[place], ratio = nudge ? nudge.ratios[place] : slope
    const ends = (/** @type {number} */ rate) =>
      through([along[0], along[this.last]].map(to => [this.x(to), this.y(here + rate * (to - at))]))
    set(this.ruler, { d: line ? ends(ratio) : "", class: line === "secant" ? "ruler secant" : "ruler" })
    set(this.touch, { d: line === "secant" ? ends(slope) : "" })
    const step = nudge ? nudge.nudge : 1, corner = [this.x(at + step), this.y(here)]
    const top = [corner[0], this.y(here + ratio * step)], wide = corner[0] - this.x(at) >= SHORTEST
    const inside = Boolean(line) && wide && corner[0] <= right + 1
    set(this.triangle, { d: inside ? through([[this.x(at), corner[1]], corner, top]) : "" })
    const down = top[1] > corner[1]
    const visibility = inside ? "visible" : "hidden"
    set(this.run, { x: (this.x(at) + corner[0]) / 2, y: corner[1] + (down ? -8 : 17), visibility })
    set(this.rise, { ...this.beside(corner, top), visibility })
    set(this.second, { cx: top[0], cy: top[1], visibility: line === "secant" ? "visible" : "hidden" })
    set(this.point, { cx: this.x(at), cy: this.y(here) })
    set(this.svg, { "aria-label": weight, "aria-valuemin": along[0], "aria-valuemax": along[this.last] })
    set(this.svg, { "aria-valuenow": at, "aria-valuetext": this.text })
  }

  /**
   * Where the height of the triangle is written: right of it, or left where the picture ends.
   *
   * @param {number[]} corner
   * @param {number[]} top
   */
  beside(corner, top) {
    const left = corner[0] > this.size.width - 120
    return { x: corner[0] + (left ? -8 : 8), y: (corner[1] + top[1]) / 2 + 5, "text-anchor": left ? "end" : "start" }
  }

  listen() {
    const to = (/** @type {PointerEvent} */ event) => {
      const x = event.clientX - this.svg.getBoundingClientRect().left
      const share = (x - ROOM.left) / (this.size.width - ROOM.left - ROOM.right)
      this.drag(within(Math.round(share * this.last), 0, this.last))
    }
    onDrag(this.svg, to)
  }

  /**
   * Goes where a key leads; whether it is one of ours.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    const ends = { Home: 0, End: this.last }
    const to = ends[/** @type {keyof typeof ends} */ (event.key)]
      ?? this.place + (KEYS[/** @type {keyof typeof KEYS} */ (event.key)] ?? NaN)
    if (Number.isNaN(to)) return false
    this.drag(within(to, 0, this.last))
    return true
  }

  destroy() {
    this.observer.disconnect()
  }
}
