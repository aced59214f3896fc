// The picked value's map, enlarged, beside the image it comes from, and the number itself in words.

import { html, setText } from "../shared/html.js"
import { threeDigits } from "../shared/numbers.js"
import { same, writtenPlace } from "./place.js"

/** @typedef {import("./place.js").Place} Place */
/** @typedef {import("./maps.js").Operation} Operation */
/** @typedef {[top: number, left: number, bottom: number, right: number]} Field its last row and column included */

export class Viewer {
  /** @type {Record<string, HTMLElement>} */
  rings = {}

  /**
   * @param {(selector: string) => any} find
   * @param {import("./maps.js").Maps} maps
   */
  constructor(find, maps) {
    this.find = find
    this.maps = maps
  }

  /**
   * @param {object} shown
   * @param {Place} shown.on whose map is enlarged
   * @param {Place | null} shown.picked
   * @param {Place | null} shown.cursor
   * @param {string | undefined} shown.exact the picked number with more digits than the maps have
   * @param {Field | null} shown.field the part of the image that the picked number sees
   */
  show({ on, picked, cursor, exact, field }) {
    this.showMap(this.maps.operations.get(on.name), on)
    this.showImage(field)
    this.showRings(on, picked, cursor)
    this.showNumber(cursor ?? picked, picked, exact)
  }

  /**
   * @param {Operation | undefined} operation
   * @param {Place} on
   */
  showMap(operation, on) {
    const lens = this.find(".lens"), canvas = this.find(".lens canvas")
    lens.hidden = !operation
    if (!operation) return
    const { name, height, width, planes, flat } = operation, plane = planes[on.map]
    Object.assign(lens.dataset, { operation: name, map: on.map })
    this.maps.paintPlane(canvas, operation, plane)
    const room = this.find(".lens .room-for-map").clientWidth
    const scale = Math.max(1, Math.floor(room / (flat ? height : Math.max(height, width))))
    canvas.style.width = `${flat ? room : width * scale}px`
    canvas.style.height = `${height * scale}px`
    setText(this.find(".lens figcaption"), flat ? name : `${name}, map ${on.map}`)
    this.maps.paintLegend(this.find(".this-map .legend"), operation, plane)
  }

  /** @param {Field | null} field */
  showImage(field) {
    const image = this.maps.operations.get("input")
    this.find(".image").hidden = !image
    if (!image) return
    const canvas = this.find(".image canvas"), room = this.find(".image .room-for-map").clientWidth
    this.maps.paintPlane(canvas, image, image.planes[0])
    const scale = Math.max(1, Math.floor(room / image.width))
    canvas.style.width = canvas.style.height = `${image.width * scale}px`
    this.showField(this.find(".image .frame"), image, field)
    this.showField(image.grid?.querySelector(".frame"), image, field)
    const text = field ? `sees rows ${field[0]} to ${field[2]}, columns ${field[1]} to ${field[3]}` : "the image"
    setText(this.find(".image figcaption"), text)
  }

  /**
   * @param {any} frame
   * @param {Operation} image
   * @param {Field | null} field
   */
  showField(frame, image, field) {
    const light = frame.querySelector(".field") ?? frame.appendChild(html("div", { className: "field" }))
    light.hidden = !field
    if (!field) return
    const [top, left, bottom, right] = field
    light.style.left = percent(left, image.width)
    light.style.top = percent(top, image.height)
    light.style.width = percent(right + 1 - left, image.width)
    light.style.height = percent(bottom + 1 - top, image.height)
  }

  /**
   * @param {Place} on
   * @param {Place | null} picked
   * @param {Place | null} cursor
   */
  showRings(on, picked, cursor) {
    for (const [kind, place] of Object.entries({ picked, cursor: same(cursor, picked) ? null : cursor })) {
      const operation = place && this.maps.operations.get(place.name)
      const map = operation?.grid?.children[place?.map ?? 0]
      const enlarged = place?.name === on.name && place.map === on.map
      this.ring(`strip-${kind}`, kind, map?.querySelector(".frame"), operation, place)
      this.ring(`lens-${kind}`, kind, enlarged ? this.find(".lens .frame") : null, operation, place)
    }
    for (const { name, grid } of this.maps.operations.values())
      for (const map of /** @type {Iterable<HTMLElement>} */ (grid?.children ?? []))
        map.classList.toggle("on", name === on.name && Number(map.dataset.map) === on.map)
  }

  /**
   * @param {string} name
   * @param {string} kind
   * @param {Element | null | undefined} frame where it is; nowhere without one
   * @param {Operation | null | undefined} operation
   * @param {Place | null} place
   */
  ring(name, kind, frame, operation, place) {
    const ring = (this.rings[name] ??= html("div", { className: `ring ${kind}` }))
    if (!frame || !operation || !place) return ring.remove()
    if (ring.parentElement !== frame) frame.append(ring)
    const width = operation.flat ? 1 : operation.width
    ring.style.left = percent(place.column + 0.5, width)
    ring.style.top = percent(place.row + 0.5, operation.height)
    ring.style.width = `max(${percent(1, width)}, 7px)`
    ring.style.height = `max(${percent(1, operation.height)}, 7px)`
  }

  /**
   * @param {Place | null} place
   * @param {Place | null} picked
   * @param {string | undefined} exact
   */
  showNumber(place, picked, exact) {
    const operation = place && this.maps.operations.get(place.name), value = place && this.maps.value(place)
    const known = operation && typeof value === "number"
    setText(this.find(".where"), known ? writtenPlace(place, operation.flat) : "No value picked yet")
    setText(this.find(".number"), !known ? "" : same(place, picked) && exact || `≈ ${threeDigits(value)}`)
  }
}

/**
 * @param {number} part
 * @param {number} whole
 */
function percent(part, whole) {
  return `${(100 * part) / whole}%`
}
