// From a number to a colour: 0 is the colour of paper, negative numbers turn blue, positive ones red; an image is ink.
// The ends are colours of a style sheet, swatches.css, so that they follow the theme.

import { html } from "./html.js"
import { within } from "./pointer.js"
import { backgroundOf } from "./theme.js"

const SHADES = 256
const ENDS = ["zero", "negative", "positive", "ink"]

export class Colours {
  /** @type {number[][]} */
  signed = []
  /** @type {number[][]} */
  ink = []
  key = ""

  /**
   * @param {Element} root
   * @param {() => void} changed is called when the theme has changed
   */
  constructor(root, changed) {
    this.swatches = ENDS.map(name => html("i", { className: `swatch ${name}` }))
    const swatches = html("div", { className: "swatches", ariaHidden: "true" }, ...this.swatches)
    swatches.addEventListener("transitionend", () => this.read() && changed())
    root.append(swatches)
  }

  /** Reads the theme; returns whether anything has another colour than before. */
  read() {
    const [zero, negative, positive, ink] = this.swatches.map(backgroundOf)
    const key = [zero, negative, positive, ink].join()
    if (key === this.key) return false
    this.key = key
    this.signed = [...shades(negative, zero).slice(0, -1), ...shades(zero, positive)]
    this.ink = shades(zero, ink)
    return true
  }

  /**
   * Red, green and blue of a value on a scale from −reach over 0 to reach.
   *
   * @param {number} value
   * @param {number} reach
   * @param {boolean} image
   */
  of(value, reach, image) {
    const share = reach ? within(value / reach, -1, 1) : 0
    if (image) return this.ink[Math.round(Math.max(0, share) * (SHADES - 1))]
    return this.signed[Math.round((share + 1) * (SHADES - 1))]
  }
}

/**
 * @param {number[]} from
 * @param {number[]} to
 */
export function shades(from, to) {
  return Array.from({ length: SHADES }, (_, k) => from.map((start, c) => start + ((to[c] - start) * k) / (SHADES - 1)))
}
