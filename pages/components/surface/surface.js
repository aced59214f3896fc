// The map with its axes, the path of the descent on it, and the place that the pointer is at.

import { html, setText } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { nameParts } from "../shared/names.js"
import { readOff } from "../shared/numbers.js"
import { within } from "../shared/pointer.js"
import { set, svg, through } from "../shared/svg.js"
import { View } from "../shared/view.js"
import { Ground } from "./ground.js"

const EDGE = { left: 68, right: 14, top: 8, bottom: 42 }
const STOPS = 60 // a path with more points has no dots
const DIGITS = 2.5 // of the width of the map that can be told apart
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }
const STEP = { fine: 0.01, coarse: 0.1 } // of the map's width or height; the coarse one with Shift

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {[number, number]} Pair of what goes across and what goes up */

/**
 * What core/figures/surface.py has; places are from 0 to 1, left to right and bottom to top.
 *
 * @typedef {object} Map
 * @property {string} packed
 * @property {number} side
 * @property {number} fine
 * @property {string[]} levels
 * @property {[import("../shared/names.js").Name, import("../shared/names.js").Name]} names
 * @property {[string, string]} weights
 * @property {[Pair, Pair]} windows from where to where each weight is shown
 * @property {[[place: number, text: string][], [place: number, text: string][]]} ticks
 * @property {Pair[]} path
 * @property {number} done the index of the point of the path where we are
 * @property {string} words
 */

class Surface extends View {
  /** @type {Map} */
  shown
  packed = "" // the heights that were read
  painted = "" // what the canvas shows
  /** @type {Pair | null} */
  aimed = null // the place that the pointer or the keys are at
  width = 0
  height = 0

  /** @param {Component} component */
  constructor(component) {
    super(component, ".surface")
    const id = `map-${Math.random().toString(36).slice(2)}`
    this.svg = this.find("svg")
    this.ground = new Ground(this.root, this.find("canvas"))
    this.frame = svg("rect", { x: 0, y: 0 })
    this.plane = svg("rect", { fill: "transparent" })
    this.ticks = svg("g", { "aria-hidden": "true" })
    this.stops = svg("g")
    this.faint = svg("path", { class: "route faint" })
    this.halo = svg("path", { class: "route halo" })
    this.done = svg("path", { class: "route done" })
    this.coming = svg("path", { class: "route coming" })
    this.begin = svg("circle", { class: "begin", r: 5 })
    this.here = svg("circle", { class: "here", r: 7 })
    const route = svg("g", { "clip-path": `url(#${id})` }, this.faint, this.coming, this.halo, this.done, this.stops,
      this.begin, this.here)
    this.aim = svg("g", { visibility: "hidden" }, svg("line", { class: "aim" }), svg("line", { class: "aim" }),
      svg("text", { class: "aim-text" }))
    const place = { transform: `translate(${EDGE.left} ${EDGE.top})` }
    this.svg.append(svg("defs", {}, svg("clipPath", { id }, this.frame)),
      svg("g", place, this.ticks, this.plane, route, this.aim))
    this.resized = new ResizeObserver(() => this.show())
    this.resized.observe(this.find(".map"))
    this.listen()
  }

  /** @param {Component} component */
  async update(component) {
    this.received(component)
    const { data } = component
    if (data.packed !== this.packed) await this.ground.read(data)
    if (this.data !== data) return // newer ones came meanwhile
    this.packed = data.packed
    this.shown = data
    this.show()
  }

  show() {
    if (!this.shown) return
    const total = this.find(".map").clientWidth
    if (!total) return
    this.width = total - EDGE.left - EDGE.right
    this.height = Math.round(Math.min(this.width * 0.72, 520))
    const { width, height } = this
    const { weights: [across, up], words } = this.shown
    const keys = `Map over ${across} and ${up}: arrow keys aim, with Shift farther, Enter starts there.`
    set(this.svg, { width: total, height: height + EDGE.top + EDGE.bottom, "aria-label": `${keys} ${words}` })
    for (const rectangle of [this.frame, this.plane]) set(rectangle, { width, height })
    const box = { left: EDGE.left, top: EDGE.top, width, height }
    for (const [name, pixels] of Object.entries(box)) this.find("canvas").style.setProperty(name, `${pixels}px`)
    this.paint()
    this.drawTicks()
    this.drawPath()
    this.drawAim()
  }

  paint() {
    const bands = this.ground.bands(this.shown.levels.length + 1)
    const key = [this.packed.length, this.packed, this.width, bands.join()].join("|")
    if (key === this.painted) return
    this.painted = key
    this.ground.paint(this.width, this.height, bands)
    const what = html("span", { className: "what" }, "E", html("sub", { textContent: "total" }))
    this.find(".scale").replaceChildren(what, ...bands.map((band, k) => {
      const level = this.shown.levels[k]
      const line = level === undefined ? [] : [html("span", { className: "line", textContent: level })]
      const piece = html("span", { className: "band" }, ...line)
      piece.style.background = `rgb(${band.join()})`
      return piece
    }))
  }

  /**
   * @param {Pair} place
   * @returns {Pair}
   */
  pixels([x, y]) {
    return [x * this.width, (1 - y) * this.height]
  }

  drawTicks() {
    const { ticks: [across, up], names } = this.shown, { width, height } = this
    const parts = across.flatMap(([where, text]) => {
      const x = where * width
      return [svg("line", { x1: x, x2: x, y1: height, y2: height + 5, class: "rule" }),
        svg("text", { x, y: height + 18, class: "tick", "text-anchor": "middle" }, text)]
    })
    parts.push(...up.flatMap(([where, text]) => {
      const y = (1 - where) * height, ends = { "text-anchor": "end", "dominant-baseline": "central" }
      return [svg("line", { x1: -5, x2: 0, y1: y, y2: y, class: "rule" }),
        svg("text", { x: -8, y, class: "tick", ...ends }, text)]
    }))
    const title = { class: "title", "text-anchor": "middle" }
    parts.push(svg("text", { x: width / 2, y: height + 37, ...title }, ...nameParts(names[0])))
    parts.push(svg("text", { x: 14 - EDGE.left, y: height / 2, ...title }, ...nameParts(names[1])))
    this.ticks.replaceChildren(...parts)
  }

  drawPath() {
    const { path, done } = this.shown, points = path.map(point => this.pixels(point))
    for (const route of [this.halo, this.done]) set(route, { d: through(points.slice(0, done + 1)) })
    for (const route of [this.faint, this.coming]) set(route, { d: through(points.slice(done)) })
    const stops = points.length > STOPS ? [] : points
    this.stops.replaceChildren(...stops.map(([cx, cy]) => svg("circle", { cx, cy, r: 2.6, class: "stop" })))
    set(this.begin, { cx: points[0][0], cy: points[0][1] })
    set(this.here, { cx: points[done][0], cy: points[done][1] })
  }

  /** The cross at the place that is aimed at, and the two weights there; none without one. */
  drawAim() {
    const { aimed } = this
    set(this.aim, { visibility: aimed ? "visible" : "hidden" })
    if (!aimed) return
    const [x, y] = this.pixels(aimed), [down, right, text] = this.aim.children
    const before = aimed[0] > 0.7, above = aimed[1] <= 0.9
    set(down, { x1: x, x2: x, y1: 0, y2: this.height })
    set(right, { x1: 0, x2: this.width, y1: y, y2: y })
    set(text, { x: x + (before ? -8 : 8), y: y + (above ? -8 : 18), "text-anchor": before ? "end" : "start" })
    const weights = this.weightsAt(aimed)
    text.textContent = this.shown.weights.map((name, k) => `${name} = ${weights[k]}`.replace("-", "−")).join(", ")
  }

  /** Says where the keys have led; the pointer's place is only written beside it. */
  tellAim() {
    const [x, y] = /** @type {Pair} */ (this.aimed), { levels } = this.shown, last = this.ground.side - 1
    const below = Math.min(levels.length, Math.floor(this.ground.level(x * last, y * last)))
    const height = !levels.length ? "" : below === 0 ? `below ${levels[0]}`
      : below === levels.length ? `above ${levels[below - 1]}` : `between ${levels[below - 1]} and ${levels[below]}`
    setText(this.find(".told"), `${this.aim.textContent}${height && `: E_total is ${height}`}`)
  }

  /**
   * With as many decimals as the map can tell apart.
   *
   * @param {Pair} place
   */
  weightsAt(place) {
    return this.shown.windows.map(([low, high], axis) =>
      readOff(low + place[axis] * (high - low), high - low, DIGITS))
  }

  /**
   * @param {PointerEvent} event
   * @returns {Pair | null} none beside the map
   */
  under(event) {
    const box = this.svg.getBoundingClientRect()
    const x = (event.clientX - box.left - EDGE.left) / this.width
    const y = 1 - (event.clientY - box.top - EDGE.top) / this.height
    return x < 0 || x > 1 || y < 0 || y > 1 ? null : [x, y]
  }

  /** @param {Pair | null} place */
  aimAt(place) {
    this.aimed = place
    this.drawAim()
  }

  /** @param {Pair} place */
  pick(place) {
    this.mailbox.post({ kind: "pick", name: this.shown.weights.join(), text: this.weightsAt(place).join() })
  }

  listen() {
    this.svg.addEventListener("pointermove", (/** @type {PointerEvent} */ event) =>
      this.aimAt(event.pointerType === "touch" ? null : this.under(event)))
    this.svg.addEventListener("pointerleave", () => this.aimAt(null))
    this.svg.addEventListener("click", (/** @type {PointerEvent} */ event) => {
      const under = this.under(event)
      if (under) this.pick(under)
    })
    this.svg.addEventListener("blur", () => this.aimAt(null))
    this.svg.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const [right, up] = KEYS[/** @type {keyof typeof KEYS} */ (event.key)] ?? []
      const enter = event.key === "Enter", { shown } = this
      if (!shown || (right === undefined && !enter) || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      if (enter && this.aimed) return this.pick(this.aimed)
      const [x, y] = this.aimed ?? shown.path[shown.done], step = event.shiftKey ? STEP.coarse : STEP.fine
      this.aimAt([within(x + (right ?? 0) * step, 0, 1), within(y + (up ?? 0) * step, 0, 1)])
      this.tellAim()
    })
    this.find(".swatch.high").addEventListener("transitionend", () => this.show())
  }

  destroy() {
    super.destroy()
    this.resized.disconnect()
  }
}

export default mounted(Surface)
