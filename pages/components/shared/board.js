// What every component with the picture of a network has: the picture itself, and one light for everything that shows
// the same symbol.

import { closest } from "./html.js"
import { calm } from "./motion.js"
import { Picture } from "./picture.js"
import { View } from "./view.js"

/** @typedef {import("./picture.js").Layout} Layout */
/** @typedef {import("./names.js").Name} Name */

export class Board extends View {
  /** @type {Picture[]} */
  pictures = []
  /** @type {string[]} */
  pointed = []
  drawn = "" // the layouts of the pictures

  /**
   * @param {import("./mount.js").Component} component
   * @param {string} frame
   */
  constructor(component, frame) {
    super(component, frame)
    this.root.addEventListener("pointerover", event => {
      const exact = closest(event, "[data-id]")?.dataset.id
      const several = closest(event, "[data-ids]")?.dataset.ids?.split("|")
      this.highlight(exact ? [exact] : several ?? [])
    })
    this.root.addEventListener("pointerleave", () => this.highlight([]))
  }

  /**
   * The pictures are drawn anew only when their layout changes: for another network or number of digits.
   *
   * @param {{ layouts: Record<string, Layout>, names: Record<string, Name>, label: string }} data
   */
  draw({ layouts, names, label }) {
    const key = JSON.stringify(layouts)
    if (key === this.drawn) return
    this.drawn = key
    this.pictures = Object.entries(layouts).map(([kind, layout]) => new Picture(kind, layout, names, label))
    this.find(".picture").replaceChildren(...this.pictures.map(picture => picture.root))
  }

  /**
   * Shows this in all pictures, and scrolls the one that is seen to what is lit, where there is no room for all of it.
   *
   * @param {import("./picture.js").Shown} shown
   */
  picture(shown) {
    for (const picture of this.pictures) picture.show(shown)
    const frame = this.find(".picture")
    const least = frame.scrollWidth > frame.clientWidth || frame.scrollHeight > frame.clientHeight
    if (least) frame.tabIndex = 0 // it can be scrolled, by keys too
    else frame.removeAttribute("tabindex")
    const shapes = [...frame.querySelectorAll(".lit")]
    const boxes = shapes.map(shape => shape.getBoundingClientRect()).filter(box => box.height)
    if (!least || !boxes.length) return
    const { left, top } = frame.getBoundingClientRect()
    frame.scrollTo({
      left: frame.scrollLeft - left + middle(boxes.map(box => [box.left, box.right]), frame.clientWidth),
      top: frame.scrollTop - top + middle(boxes.map(box => [box.top, box.bottom]), frame.clientHeight),
      behavior: calm() ? "auto" : "smooth",
    })
  }

  /**
   * Everything that shows one of these ids lights up, wherever it is.
   *
   * @param {string[]} ids
   */
  highlight(ids) {
    this.pointed = ids
    for (const element of this.root.querySelectorAll("[data-id], [data-ids]")) {
      const { dataset } = /** @type {HTMLElement} */ (element)
      const own = dataset.ids?.split("|") ?? [dataset.id ?? ""]
      element.classList.toggle("hot", own.some(id => ids.includes(id)))
    }
  }
}

/**
 * The steps: what is the same for all numbers, and what is not.
 *
 * @param {{ outline: object[], steps: object[] }} data
 * @returns {any[]}
 */
export function joined({ outline, steps }) {
  return outline.map((step, index) => ({ ...step, ...steps[index] }))
}

/**
 * Where a frame of that size begins that has some intervals in its middle; with their first ones, if it is too small.
 *
 * @param {number[][]} intervals
 * @param {number} size
 */
export function middle(intervals, size) {
  const start = Math.min(...intervals.map(([from]) => from)), end = Math.max(...intervals.map(([, to]) => to))
  return start - Math.max(8, (size - (end - start)) / 2)
}
