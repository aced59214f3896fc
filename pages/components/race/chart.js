// The curves. All of every curve is there from the beginning, faint; what has been run is uncovered from the left.

import { nameParts } from "../shared/names.js"
import { within } from "../shared/pointer.js"
import { spread } from "../shared/spread.js"
import { set, svg, through } from "../shared/svg.js"
import { Scale } from "./scale.js"

const MARGIN = { left: 58, right: 54, top: 26, bottom: 40 }
const DASHES = ["", "8 3", "2 3", "10 3 2 3", "16 4", "5 2", "1 4", "12 3 2 3 2 3"]
const APART = 15 // pixels between two labels

/**
 * `losses` are those at the updates of the race, null after it was `stopped`; it `lasted` so many updates, and
 * `reached` the target after so many.
 *
 * @typedef {object} Runner
 * @property {string} name
 * @property {number} hue
 * @property {(number | null)[]} losses
 * @property {boolean} stopped
 * @property {number} lasted
 * @property {number | null} reached
 */

/** @typedef {[number: number, text: string]} Tick */

/**
 * What core/figures/race_curves.py has; `finish` is the target of the loss, `aim` its text.
 *
 * @typedef {object} Race
 * @property {Runner[]} runners
 * @property {number[]} updates
 * @property {Record<"linear" | "log", { window: [low: number, high: number], ticks: Tick[] }>} axes of losses
 * @property {Record<"linear" | "log", Tick[]>} across ticks at updates
 * @property {number} start the loss there
 * @property {number | null} finish
 * @property {string} aim
 * @property {string} summary
 */

export class Chart {
  /** @type {Race} */
  data
  /** @type {Scale} */
  scale
  width = 0 // of what is inside the axes, in pixels
  height = 0

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent
    const id = `uncovered-${Math.random().toString(36).slice(2)}`
    this.axes = svg("g", { "aria-hidden": "true" })
    this.faint = svg("g", { class: "faint", "clip-path": `url(#${id}-frame)` })
    this.strong = svg("g", { "clip-path": `url(#${id})` })
    this.finish = svg("g", { class: "finish" })
    this.headLine = svg("line", { class: "head-line" })
    this.runners = svg("g")
    this.uncovered = svg("rect", { x: 0, y: 0 })
    this.frame = svg("rect", { x: 0, y: 0 })
    const clips = svg("defs", {}, svg("clipPath", { id }, this.uncovered),
      svg("clipPath", { id: `${id}-frame` }, this.frame))
    this.inside = svg("g", {}, this.faint, this.headLine, this.strong, this.finish, this.runners)
    this.root = svg("svg", { role: "img" }, clips, this.axes, this.inside)
    parent.append(this.root)
  }

  /**
   * @param {Race} data
   * @param {import("./scale.js").Kinds} kinds of the axes
   * @param {string[]} colours
   */
  build(data, kinds, colours) {
    const width = this.parent.clientWidth, height = width < 600 ? 270 : 340
    this.data = data
    this.width = Math.max(60, width - MARGIN.left - MARGIN.right)
    this.height = height - MARGIN.top - MARGIN.bottom
    const last = /** @type {number} */ (data.updates.at(-1))
    this.scale = new Scale(this.width, this.height, Math.max(1, last), data.axes[kinds.up].window, kinds)
    set(this.root, { width, height, "aria-label": data.summary })
    for (const group of [this.inside, this.axes])
      set(group, { transform: `translate(${MARGIN.left} ${MARGIN.top})` })
    set(this.frame, { width: this.width, height: this.height })
    set(this.uncovered, { height: this.height })
    this.drawAxes(data.axes[kinds.up].ticks, data.across[kinds.across])
    this.drawFinish()
    const curves = data.runners.map(runner => this.curve(runner, colours))
    this.faint.replaceChildren(...curves.map(curve => curve.cloneNode()))
    this.strong.replaceChildren(...curves)
    this.runners.replaceChildren(...data.runners.map(runner => {
      const mark = runner.stopped ? svg("path", { d: "M-5 -5L5 5M-5 5L5 -5" }) : svg("circle", { r: 6 })
      const label = svg("text", { x: 10, "dominant-baseline": "central" }, runner.name)
      const group = svg("g", { class: "runner" }, svg("circle", { r: 6 }), mark, label)
      group.style.setProperty("--colour", colours[runner.hue % colours.length])
      return group
    }))
  }

  /**
   * @param {Tick[]} losses
   * @param {Tick[]} updates
   */
  drawAxes(losses, updates) {
    const { width, height } = this, parts = []
    for (const [loss, text] of losses) {
      const y = this.scale.y(loss)
      parts.push(svg("line", { x1: 0, x2: width, y1: y, y2: y, class: "rule" }))
      const ends = { "text-anchor": "end", "dominant-baseline": "central" }
      parts.push(svg("text", { x: -8, y, class: "tick", ...ends }, text))
    }
    let free = -Infinity
    for (const [update, text] of updates) {
      const x = this.scale.x(update), half = 4 * text.length
      if (x - half < free) continue
      free = x + half + 6
      parts.push(svg("line", { x1: x, x2: x, y1: height, y2: height + 5, class: "rule" }))
      parts.push(svg("text", { x, y: height + 18, class: "tick", "text-anchor": "middle" }, text))
    }
    const title = { class: "title", "text-anchor": "end" }
    parts.push(svg("line", { x1: 0, x2: width, y1: height, y2: height, class: "rule" }))
    parts.push(svg("text", { x: width, y: height + 34, ...title }, "updates"))
    parts.push(svg("text", { x: -8, y: -12, ...title }, ...nameParts(["E", "total"])))
    this.axes.replaceChildren(...parts)
  }

  drawFinish() {
    const { finish } = this.data
    if (finish === null) return this.finish.replaceChildren()
    const y = this.scale.y(finish), above = y > 20
    this.finish.replaceChildren(
      svg("line", { x1: 0, x2: this.width, y1: y, y2: y }),
      svg("text", { x: 4, y: y + (above ? -6 : 14) }, `target ${this.data.aim}`))
  }

  /**
   * @param {Runner} runner
   * @param {string[]} colours
   */
  curve(runner, colours) {
    const points = runner.losses.flatMap((loss, at) =>
      loss === null ? [] : [[this.scale.x(this.data.updates[at]), this.scale.y(loss)]])
    const curve = svg("path", { class: "curve", d: through(points) })
    curve.style.setProperty("--colour", colours[runner.hue % colours.length])
    curve.style.setProperty("--dash", DASHES[runner.hue] || "none")
    return curve
  }

  /**
   * Uncovers everything up to a share of the way.
   *
   * @param {number} share
   * @param {number[]} losses of the runners there
   */
  show(share, losses) {
    const { runners } = this.data, x = share * this.width
    set(this.uncovered, { width: x })
    set(this.headLine, { x1: x, x2: x, y1: 0, y2: this.height })
    const update = this.scale.updateAt(share)
    const places = runners.map((runner, k) => {
      const stopped = runner.stopped && update > runner.lasted
      const y = within(this.scale.y(losses[k]), -4, this.height + 4)
      return { x: stopped ? this.scale.x(runner.lasted) : x, y, stopped }
    })
    const heights = spread(places.map(place => place.y), APART, 4, this.height - 4)
    places.forEach((place, k) => {
      const [dot, mark, label] = this.runners.children[k].children
      set(dot, { cx: place.x, cy: place.y, visibility: place.stopped ? "hidden" : "visible" })
      set(mark, { transform: `translate(${place.x} ${place.y})`, visibility: place.stopped ? "visible" : "hidden" })
      set(label, { x: place.x + 11, y: heights[k] })
    })
  }

  /**
   * The share of the way that a pointer is at; beyond the ends less than 0 or more than 1.
   *
   * @param {PointerEvent} event
   */
  shareUnder(event) {
    return (event.clientX - this.parent.getBoundingClientRect().left - MARGIN.left) / this.width
  }
}
