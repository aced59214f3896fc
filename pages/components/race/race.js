// A race that is played in the browser: the head runs from left to right, everything else follows from where it is.

import { calm } from "../shared/motion.js"
import { mounted } from "../shared/mount.js"
import { grouped } from "../shared/numbers.js"
import { within } from "../shared/pointer.js"
import { watchTheme } from "../shared/theme.js"
import { Chart } from "./chart.js"
import { Lanes } from "./lanes.js"
import { lossAt } from "./scale.js"

const STATIONS = 10 // of a play without motion
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }

/** @typedef {import("../shared/mount.js").Component} Component */

class Race {
  /** @type {import("./chart.js").Race} */
  data
  key = "" // of the data that is shown
  share = 1 // of the way from the first update to the last
  /** @type {number | null} */
  playing = null
  /** @type {ReturnType<typeof setTimeout> | null} */
  waiting = null

  /** @param {Component} component */
  constructor({ parentElement }) {
    this.root = /** @type {HTMLElement} */ (parentElement.querySelector(".race"))
    this.chart = new Chart(this.find(".chart"))
    this.lanes = new Lanes(this.find(".lanes"))
    this.listen()
  }

  /**
   * @param {string} selector
   * @returns {any}
   */
  find(selector) {
    return this.root.querySelector(selector)
  }

  /** @param {Component} component */
  update({ data }) {
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    this.data = data
    this.find("[data-axis=up]").disabled = !data.axes.log
    this.build()
  }

  /** @returns {import("./scale.js").Kinds} */
  get kinds() {
    const [up, across] = ["up", "across"].map(axis => this.find(`[data-axis=${axis}]`)).map(box =>
      box.checked && !box.disabled ? "log" : "linear")
    return { up, across }
  }

  build() {
    if (!this.data || !this.find(".chart").clientWidth) return
    const list = getComputedStyle(this.root).getPropertyValue("--st-chart-categorical-colors")
    const colours = list.split(",").map(colour => colour.trim())
    this.chart.build(this.data, this.kinds, colours)
    this.lanes.build(this.data, colours)
    this.show()
  }

  /**
   * The losses of all runners at an update between those that were sent: on the lines that are drawn.
   *
   * @param {number} update
   */
  lossesAt(update) {
    return this.data.runners.map(runner => lossAt(runner, this.data.updates, update))
  }

  show() {
    const exact = this.chart.scale.updateAt(this.share), shown = this.nearest(exact)
    this.chart.show(this.share, this.lossesAt(exact))
    this.lanes.show(shown, this.lossesAt(shown), this.kinds.up)
    const words = shown ? `after ${grouped(shown)} update${shown > 1 ? "s" : ""}` : "at the start"
    const head = this.find(".head")
    head.value = Math.round(1000 * this.share)
    this.find(".said").textContent = head.ariaValueText = words
  }

  /**
   * The last update that has been reached of those whose losses are known.
   *
   * @param {number} exact
   */
  nearest(exact) {
    return this.data.updates.findLast(update => update <= exact + 1e-6) ?? 0
  }

  /** @param {number} share */
  goTo(share) {
    this.share = within(share, 0, 1)
    this.show()
  }

  play() {
    if (this.share >= 1) this.goTo(0)
    this.find(".play").textContent = "Pause"
    /** @type {number | undefined} */
    let before
    const frame = (/** @type {number} */ now) => {
      const seconds = before === undefined ? 0 : (now - before) / 1000
      before = now
      this.goTo(this.share + seconds / this.duration)
      if (this.share < 1) this.playing = requestAnimationFrame(frame)
      else this.pause()
    }
    const station = () => {
      this.goTo(Math.floor(this.share * STATIONS + 1.001) / STATIONS)
      if (this.share < 1) this.waiting = setTimeout(station, 100 * this.duration)
      else this.pause()
    }
    if (calm()) this.waiting = setTimeout(station, 600)
    else this.playing = requestAnimationFrame(frame)
  }

  /** Seconds that a play takes. */
  get duration() {
    return Number(this.find("select").value)
  }

  pause() {
    cancelAnimationFrame(this.playing ?? 0)
    clearTimeout(this.waiting ?? undefined)
    this.playing = this.waiting = null
    this.find(".play").textContent = "Play"
  }

  listen() {
    this.find(".play").onclick = () => (this.playing || this.waiting ? this.pause() : this.play())
    this.find(".head").oninput = (/** @type {any} */ event) => {
      this.pause()
      this.goTo(event.target.value / 1000)
    }
    this.find(".head").onkeydown = (/** @type {KeyboardEvent} */ event) => this.step(event)
    for (const box of /** @type {Iterable<HTMLElement>} */ (this.root.querySelectorAll("[data-axis]"))) {
      box.onchange = () => {
        const update = this.chart.scale.updateAt(this.share)
        this.build()
        this.goTo(this.share === 1 ? 1 : this.chart.scale.shareOf(update))
      }
    }
    const follow = (/** @type {PointerEvent} */ event) => {
      this.pause()
      this.goTo(this.chart.shareUnder(event))
    }
    this.chart.root.onpointerdown = event => {
      this.chart.root.setPointerCapture(event.pointerId)
      follow(event)
    }
    this.chart.root.onpointermove = event => event.buttons && follow(event)
    this.resized = new ResizeObserver(() => this.build())
    this.resized.observe(this.find(".chart"))
    watchTheme(this.root, () => this.build())
  }

  /**
   * The arrow keys go from update to update.
   *
   * @param {KeyboardEvent} event
   */
  step(event) {
    const direction = KEYS[/** @type {keyof typeof KEYS} */ (event.key)]
    if (!direction) return
    event.preventDefault()
    this.pause()
    const { updates } = this.data, at = updates.indexOf(this.nearest(this.chart.scale.updateAt(this.share)))
    this.goTo(this.chart.scale.shareOf(updates[within(at + direction, 0, updates.length - 1)]))
  }

  destroy() {
    this.pause()
    this.resized?.disconnect()
  }
}

export default mounted(Race)
