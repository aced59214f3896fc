// One picture: its pixels on a canvas, one pixel a value, and what is written on top as SVG in units of pixels.

import { html, setText } from "../shared/html.js"
import { threeDigits } from "../shared/numbers.js"
import { paint } from "../shared/paint.js"
import { cellUnder } from "../shared/pointer.js"
import { set, svg } from "../shared/svg.js"
import { outline } from "./outline.js"

/** @typedef {[row: number, column: number]} Cell */
/** @typedef {[row: number, column: number, radius: number, text: string, at: Cell | null, tone: string]} Mark */

/**
 * What pages/components/pictures/component.py says of a picture; `planes` are three for colours, else one, and one
 * more, `outlined`, is ink to be outlined above them. `lit` is a rectangle, its last row and column included.
 *
 * @typedef {object} Picture
 * @property {string} title
 * @property {string} caption
 * @property {"ink" | "signed" | "colours"} kind
 * @property {number} height
 * @property {number} width
 * @property {number} planes
 * @property {boolean} outlined
 * @property {number} side pixels of the screen
 * @property {number} reach
 * @property {string[]} numbers texts for the cells
 * @property {Mark[]} marks
 * @property {[top: number, left: number, bottom: number, right: number] | null} lit
 * @property {boolean} faint
 */

export class Panel {
  /** @type {Picture} */
  picture
  /** @type {Float32Array[]} */
  planes = []
  /** @type {Float32Array | null} */
  ink = null
  scale = 1 // pixels of the screen for one of the picture

  /** @param {import("../shared/colours.js").Colours} colours */
  constructor(colours) {
    this.colours = colours
    this.title = html("div", { className: "title" })
    this.canvas = html("canvas", { role: "img" })
    this.svg = svg("svg", { "aria-hidden": "true" })
    this.frame = html("div", { className: "frame" }, this.canvas, this.svg)
    this.caption = html("figcaption")
    this.root = html("figure", {}, this.title, this.frame, this.caption)
    this.frame.addEventListener("pointermove", event => this.point(event))
    this.frame.addEventListener("pointerleave", () => setText(this.caption, this.picture.caption))
  }

  /**
   * @param {Picture} picture
   * @param {Float32Array[]} planes its values
   * @param {Float32Array | null} ink what is outlined above it, if anything
   */
  show(picture, planes, ink) {
    Object.assign(this, { picture, planes, ink })
    const { height, width, side, title, caption, faint } = picture, longer = Math.max(height, width)
    this.scale = longer > side / 2 ? side / longer : Math.max(1, Math.floor(side / longer))
    this.root.style.width = `${Math.max(width * this.scale, Math.min(side, 120))}px`
    this.root.classList.toggle("faint", faint)
    this.canvas.classList.toggle("smooth", this.scale < 2)
    this.canvas.style.width = this.frame.style.width = `${width * this.scale}px`
    this.canvas.style.height = `${height * this.scale}px`
    this.canvas.ariaLabel = `${title}. ${caption}`
    setText(this.title, title)
    setText(this.caption, caption)
    this.paint()
    this.write()
  }

  paint() {
    const { height, width, kind, reach } = this.picture, [values] = this.planes
    paint(this.canvas, width, height, place => {
      if (kind === "colours") return this.planes.map(plane => 255 * plane[place])
      return this.colours.of(values[place], kind === "ink" ? 1 : reach, kind === "ink")
    })
  }

  write() {
    const { height, width, marks, numbers, lit } = this.picture
    set(this.svg, { viewBox: `0 0 ${width} ${height}` })
    this.svg.replaceChildren()
    if (this.ink) this.svg.append(svg("path", { class: "outline", d: outline(this.ink, height, width) }))
    if (lit) {
      const [top, left, bottom, right] = lit, box = { width: right + 1 - left, height: bottom + 1 - top }
      const wide = box.height * box.width > (height * width) / 2 // a tint would hide what it marks
      this.svg.append(svg("rect", { class: wide ? "lit wide" : "lit", x: left, y: top, ...box }))
    }
    for (const [row, column, r, , at, tone] of marks) {
      const x = column + 0.5, y = row + 0.5
      if (at) this.svg.append(svg("line", { class: "lead", x1: x, y1: y, x2: at[1] + 0.5, y2: at[0] + 0.5 }))
      this.svg.append(svg("circle", { class: `ring ${tone}`, cx: x, cy: y, r }))
    }
    for (const [row, column, , text, at] of marks) if (text) this.letter(text, at ?? [row, column], "")
    numbers.forEach((text, place) => this.letter(text, [Math.floor(place / width), place % width], "cell"))
  }

  /**
   * Letters keep their size on the screen, whatever the size of a pixel is.
   *
   * @param {string} text
   * @param {Cell} cell
   * @param {string} name
   */
  letter(text, [row, column], name) {
    const transform = `translate(${column + 0.5} ${row + 0.5}) scale(${1 / this.scale})`
    this.svg.append(svg("text", { class: name, transform }, text))
  }

  /** @param {PointerEvent} event */
  point(event) {
    const { height, width, kind, numbers } = this.picture
    const { row, column } = cellUnder(event, this.canvas, this.picture)
    if (row < 0 || row >= height || column < 0 || column >= width || kind === "colours") return
    const place = row * width + column
    const number = numbers[place] ?? `≈ ${threeDigits(this.planes[0][place])}`
    setText(this.caption, `row ${row}, column ${column}: ${number}`)
  }
}
