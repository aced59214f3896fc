// Where along a descent one is. The slider moves at once; the server follows as fast as it can.

import { closest, html } from "../shared/html.js"
import { calm } from "../shared/motion.js"
import { mounted } from "../shared/mount.js"
import { grouped } from "../shared/numbers.js"
import { within } from "../shared/pointer.js"
import { View } from "../shared/view.js"

const JUMPS = 10 // of a play without motion
const TICKS = 60 // of a play with it, at most
const TICK = 110 // milliseconds

/** @typedef {import("../shared/mount.js").Component} Component */

class Walk extends View {
  /** @type {ReturnType<typeof setTimeout> | null} */
  playing = null

  /** @param {Component} component */
  constructor(component) {
    super(component, ".walk")
    this.slider = this.find(".updates")
    this.rate = this.find(".rate input")
    this.listen()
  }

  /** @param {Component} component */
  update(component) {
    this.received(component)
    const { data } = this
    this.slider.max = data.updates
    if (this.mailbox.idle) this.slider.value = data.update
    this.choices(".horizons", data.horizons, String(data.updates), "horizon", "")
    const rates = data.rates.map((/** @type {string} */ rate) => [rate, rate])
    this.choices(".rates", rates, String(Number(data.exact)), "edit", "learning_rate")
    if (!this.rate.matches(":focus")) this.rate.value = data.rate
    this.find(".problem").textContent = data.problem
    this.find(".remarks").textContent = data.remarks.join(" ")
    this.show()
  }

  /**
   * A button for each choice; a click posts its text.
   *
   * @param {string} place
   * @param {[text: string, shown: string][]} choices
   * @param {string} chosen
   * @param {string} kind
   * @param {string} name
   */
  choices(place, choices, chosen, kind, name) {
    const parent = this.find(place)
    if (parent.children.length !== choices.length)
      parent.replaceChildren(...choices.map(([text, shown]) => {
        const button = html("button", { textContent: kind === "horizon" ? `${shown} updates` : shown })
        button.dataset.choice = text
        button.onclick = () => this.mailbox.post({ kind, name, text })
        return button
      }))
    for (const button of parent.children) button.ariaPressed = button.dataset.choice === chosen
  }

  get at() {
    return Number(this.slider.value)
  }

  show() {
    const { updates } = this.data, at = this.at
    const words = at ? `after ${grouped(at)} of ${grouped(updates)} updates` : "at the start"
    this.find(".said").textContent = this.slider.ariaValueText = words
    this.find("[data-do=back]").disabled = at <= 0
    this.find("[data-do=forward]").disabled = at >= updates
  }

  /** @param {number} update */
  goTo(update) {
    const next = within(update, 0, this.data.updates)
    this.slider.value = next
    this.show()
    this.mailbox.post({ kind: "walk", name: "", text: String(next) })
  }

  play() {
    if (this.at >= this.data.updates) this.goTo(0)
    this.find(".play").textContent = "Pause"
    const tick = () => {
      if (this.mailbox.idle) this.goTo(this.at + Math.ceil(this.data.updates / (calm() ? JUMPS : TICKS)))
      if (this.at < this.data.updates) this.playing = setTimeout(tick, calm() ? 1000 : TICK)
      else this.pause()
    }
    this.playing = setTimeout(tick, TICK)
  }

  pause() {
    clearTimeout(this.playing ?? undefined)
    this.playing = null
    this.find(".play").textContent = "Play"
  }

  listen() {
    this.slider.oninput = () => {
      this.pause()
      this.goTo(this.at)
    }
    this.root.addEventListener("click", event => {
      const name = closest(event, "[data-do]")?.dataset.do
      if (name === "play") return this.playing ? this.pause() : this.play()
      if (name) this.pause()
      if (name === "back") this.goTo(this.at - 1)
      if (name === "forward") this.goTo(this.at + 1)
    })
    this.rate.onfocus = () => {
      this.rate.value = this.data.exact
      this.rate.select()
    }
    this.rate.onblur = () => (this.rate.value = this.data.rate)
    this.rate.onkeydown = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return
      this.rate.value = this.data.exact
      this.rate.blur()
    }
    this.rate.onchange = () => this.commit() // after Enter, and when the field is left
  }

  commit() {
    const text = this.rate.value.trim()
    if (text !== this.data.exact && text !== this.data.rate)
      this.mailbox.post({ kind: "edit", name: "learning_rate", text })
  }

  destroy() {
    super.destroy()
    this.pause()
  }
}

export default mounted(Walk)
