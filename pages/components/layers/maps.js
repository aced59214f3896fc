// What each operation made of an image: a canvas a map, one pixel a value; numbers without a place are bars.

import { closest, html } from "../shared/html.js"
import { threeDigits } from "../shared/numbers.js"
import { paint } from "../shared/paint.js"
import { cellUnder, within } from "../shared/pointer.js"
import { unpackPlanes } from "../shared/unpack.js"

const TALLEST = 290 // pixels of the screen that the maps of one operation may take, one below the other
const LABEL = 13 // of which the number of a map takes
const BAR = 40 // pixels of the canvas for the longest bar
const STOPS = 17 // of the colours in a legend

/** @typedef {import("./place.js").Place} Place */
/** @typedef {{ low: number, high: number }} Ends of a scale */
/** @typedef {Ends & { values: Float32Array }} Plane */

/**
 * `image` is the image itself; `flat` are numbers without a place, one below the other.
 *
 * @typedef {Ends & { name: string, height: number, width: number, planes: Plane[], image: boolean, flat: boolean,
 *   grid?: HTMLElement, legend?: HTMLElement }} Operation
 */

/**
 * The maps of all operations.
 *
 * @param {{ operations: { name: string, count: number, height: number, width: number }[], packed: string }} data
 * @returns {Promise<Operation[]>}
 */
export async function readMaps({ operations, packed }) {
  const sizes = operations.flatMap(({ count, height, width }) => Array.from({ length: count }, () => height * width))
  const all = await unpackPlanes(packed, sizes)
  return operations.map(({ name, count, height, width }) => {
    const planes = all.splice(0, count)
    return { name, height, width, planes, ...span(planes), image: name === "input", flat: width === 1 }
  })
}

export class Maps {
  /** @type {Map<string, Operation>} */
  operations = new Map()
  scope = "operation" // what has one scale of colours: "map", "operation" or "all"

  /** @param {import("../shared/colours.js").Colours} colours */
  constructor(colours) {
    this.colours = colours
  }

  /**
   * The ends of the scale that a map is coloured on.
   *
   * @param {Operation} operation
   * @param {Ends} plane
   */
  ends(operation, plane) {
    if (operation.image) return { low: 0, high: 1 }
    if (this.scope === "map") return plane
    if (this.scope === "operation") return operation
    return span([...this.operations.values()].filter(each => !each.image))
  }

  /**
   * @param {Operation[]} operations
   * @param {Map<string, HTMLElement>} boxes by the names of the operations
   * @param {{ operation: string }} probabilities
   */
  show(operations, boxes, probabilities) {
    this.operations = new Map(operations.map(operation => [operation.name, operation]))
    for (const [name, box] of boxes) {
      const place = /** @type {HTMLElement} */ (box.querySelector(".seen")), operation = this.operations.get(name)
      if (operation) this.build(operation, place, name === probabilities.operation)
      else place.replaceChildren()
    }
    this.paint()
  }

  /**
   * @param {Operation} operation
   * @param {HTMLElement} place
   * @param {boolean} digits whether its values are those of the ten digits
   */
  build(operation, place, digits) {
    const { name, planes, height, width } = operation
    const key = [name, planes.length, height, width].join()
    if (place.dataset.key !== key || !place.firstChild) {
      place.dataset.key = key
      place.replaceChildren(html("p", { className: "legend" }), canvases(operation, digits))
    }
    operation.grid = /** @type {HTMLElement} */ (place.lastElementChild)
    operation.legend = /** @type {HTMLElement} */ (place.firstElementChild)
  }

  paint() {
    for (const operation of this.operations.values()) {
      const { grid, legend, planes } = operation
      if (!grid || !legend) continue
      const all = /** @type {NodeListOf<HTMLCanvasElement>} */ (grid.querySelectorAll("canvas"))
      planes.forEach((plane, index) => this.paintPlane(all[index], operation, plane))
      if (this.scope === "map" && planes.length > 1) legend.replaceChildren("each its own")
      else this.paintLegend(legend, operation, operation)
    }
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Operation} operation
   * @param {Plane} plane
   */
  paintPlane(canvas, operation, plane) {
    const { height, width, flat, image } = operation, { values } = plane
    const ends = this.ends(operation, plane), reach = reachOf(ends)
    if (!flat) return paint(canvas, width, height, place => this.colours.of(values[place], reach, image))
    const low = Math.min(0, ends.low), high = Math.max(0, ends.high)
    const column = (/** @type {number} */ value) => Math.round(((value - low) / (high - low || 1)) * BAR)
    const bars = [...values].map(value => {
      const [from, to] = [column(0), column(value)].sort((a, b) => a - b)
      const colour = this.colours.of(Math.sign(value), 1, image)
      return { from, to: Math.max(to, from + (value === 0 ? 0 : 1)), colour }
    })
    paint(canvas, BAR, height, place => {
      const { from, to, colour } = bars[Math.floor(place / BAR)], x = place % BAR
      return x >= from && x < to ? colour : null
    })
  }

  /**
   * The least and the largest number with the colours between them.
   *
   * @param {HTMLElement} place
   * @param {Operation} operation
   * @param {Ends} ends
   */
  paintLegend(place, operation, { low, high }) {
    const reach = reachOf(this.ends(operation, { low, high }))
    const stops = Array.from({ length: STOPS }, (_, k) => {
      const colour = this.colours.of(low + ((high - low) * k) / (STOPS - 1), reach, operation.image)
      return `rgb(${colour.map(Math.round).join(" ")})`
    })
    const ramp = html("span", { className: "ramp" })
    ramp.style.backgroundImage = `linear-gradient(to right, ${stops.join()})`
    const [least, largest] = [low, high].map(number => html("span", { textContent: threeDigits(number) }))
    place.replaceChildren(least, ramp, largest)
  }

  /**
   * The place of the value under a pointer.
   *
   * @param {PointerEvent | MouseEvent} event
   * @returns {Place | null}
   */
  under(event) {
    const canvas = closest(event, "canvas"), name = closest(event, "[data-operation]")?.dataset.operation ?? ""
    const operation = this.operations.get(name)
    if (!canvas || !operation) return null
    const { height, width } = operation, { row, column } = cellUnder(event, canvas, operation)
    const map = Number(closest(event, "[data-map]")?.dataset.map)
    return { name, map, row: within(row, 0, height - 1), column: within(column, 0, width - 1) }
  }

  /** @param {Place} place */
  value({ name, map, row, column }) {
    const operation = this.operations.get(name)
    return operation?.planes[map]?.values[row * operation.width + column]
  }

  /** @param {Place | null} place */
  has(place) {
    return place !== null && this.value(place) !== undefined
  }
}

/**
 * The canvases of an operation's maps.
 *
 * @param {Operation} operation
 * @param {boolean} digits whether its values are those of the ten digits
 */
function canvases({ name, planes, height, width, image, flat }, digits) {
  const what = flat ? `${height} numbers` : `${planes.length} maps of ${height} × ${width}`
  const ariaLabel = `${name}: ${what}. Arrow keys move, Page Up and Page Down change the map, Enter picks.`
  const grid = html("div", { className: flat ? "grid flat" : "grid", role: "application", tabIndex: 0, ariaLabel })
  grid.dataset.operation = name
  const scale = Math.max(image ? 1 : 2, Math.floor((image ? 112 : 44) / Math.max(height, width)))
  const wide = flat ? 64 : width * scale
  const tall = flat ? height * within(Math.floor(TALLEST / height), 1, 22) : height * scale
  const down = Math.max(1, Math.floor(TALLEST / (tall + LABEL)))
  grid.style.gridTemplateColumns = `repeat(${Math.ceil(planes.length / down)}, auto)`
  grid.append(...planes.map(({ values }, index) => {
    const canvas = html("canvas")
    canvas.style.width = `${wide}px`
    canvas.style.height = `${tall}px`
    const map = html("div", { className: "map" }, html("div", { className: "frame" }, canvas))
    map.dataset.map = String(index)
    if (!flat && planes.length > 1) map.append(html("span", { className: "index", textContent: String(index) }))
    if (digits) {
      const numbers = Array.from(values, (_, digit) => html("li", { textContent: String(digit) }))
      map.prepend(html("ol", { className: "numbers" }, ...numbers))
    }
    return map
  }))
  return grid
}

/**
 * @param {Ends[]} all
 * @returns {Ends}
 */
function span(all) {
  return { low: Math.min(...all.map(each => each.low)), high: Math.max(...all.map(each => each.high)) }
}

/** @param {Ends} ends */
function reachOf({ low, high }) {
  return Math.max(Math.abs(low), Math.abs(high))
}
