// A chain of gears: each turns with the one before it, so many times as far as the rate between them says.

import { showEquation } from "../shared/equation.js"
import { html } from "../shared/html.js"
import { writtenName } from "../shared/names.js"
import { threeDigits } from "../shared/numbers.js"
import { set, svg, through } from "../shared/svg.js"

const TEETH = 14, TIP = 46, VALLEY = 38 // radii of a gear

/**
 * `turned` has the turns at each place of the first gear, `rate` is the derivative that `factor` writes.
 *
 * @typedef {object} Gear
 * @property {import("../shared/names.js").Name} name
 * @property {number[]} turned
 * @property {string} rate
 * @property {any[][]} factor
 */

export class Gears {
  /** @type {{ wheel: SVGElement, turns: HTMLElement, turned: number[] }[]} */
  wheels = []

  /**
   * @param {HTMLElement} parent
   * @param {Gear[]} gears
   */
  constructor(parent, gears) {
    const parts = gears.flatMap(gear => (gear.rate ? [this.link(gear), this.gear(gear)] : [this.gear(gear)]))
    parent.replaceChildren(...parts)
  }

  /** @param {Gear} gear */
  gear({ name, turned }) {
    const wheel = svg("g", { class: "wheel" }, svg("path", { class: "teeth", d: outline() }),
      svg("path", { class: "hand", d: "M0 6V-36" }), svg("circle", { class: "axle", r: 6 }))
    const start = svg("path", { class: "start", d: "M0 -50L-5 -58H5Z" })
    const turns = html("div", { className: "turns" })
    this.wheels.push({ wheel, turns, turned })
    const picture = svg("svg", { viewBox: "-60 -60 120 120", "aria-hidden": "true" }, start, wheel)
    return html("div", { className: "gear" }, html("div", { className: "name" }, writtenName(name)), picture, turns)
  }

  /** @param {Gear} gear */
  link({ rate, factor }) {
    const name = html("div", { className: "factor" })
    showEquation(name, factor)
    const times = html("div", { className: "rate", textContent: `× ${rate}` })
    return html("div", { className: "link" }, name, times, html("i", {}))
  }

  /** @param {number} place of the first gear */
  show(place) {
    for (const { wheel, turns, turned } of this.wheels) {
      set(wheel, { style: `transform: rotate(${360 * turned[place]}deg)` })
      const text = threeDigits(turned[place])
      turns.textContent = text === "1" ? "1 turn" : `${text} turns`
    }
  }
}

/** The outline of a gear. */
function outline() {
  const corners = Array.from({ length: 4 * TEETH }, (_, k) => {
    const angle = (2 * Math.PI * (k + 0.5 * (k % 2 ? -0.3 : 0.3))) / (4 * TEETH), radius = k % 4 < 2 ? TIP : VALLEY
    return [radius * Math.sin(angle), -radius * Math.cos(angle)]
  })
  return through(corners) + "Z"
}
