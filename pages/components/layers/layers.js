// The layers: the network's operations, what they made of an image, and the value that a visitor picks.

import { Colours } from "../shared/colours.js"
import { closest } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { Picks } from "../shared/picks.js"
import { Maps, readMaps } from "./maps.js"
import { Network } from "./network.js"
import { moved, placeOf, same } from "./place.js"
import { Viewer } from "./viewer.js"

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {import("./maps.js").Operation} Operation */
/** @typedef {import("./place.js").Place} Place */

class Layers {
  /** @type {Component} */
  component
  picks = new Picks()
  /** @type {string | null} */
  packed = null // the maps that were read
  /** @type {Operation[]} */
  operations = []
  /** @type {Place | null} */
  picked = null
  /** @type {Place | null} */
  shown = null // the pick whose map was enlarged last
  /** @type {Place | null} */
  cursor = null // of the keyboard
  /** @type {Place | null} */
  hovered = null
  /** @type {Place | null} */
  on = null // whose map is enlarged

  /** @param {Component} component */
  constructor({ parentElement }) {
    this.root = /** @type {HTMLElement} */ (parentElement.querySelector(".layers"))
    this.find = (/** @type {string} */ selector) => /** @type {any} */ (this.root.querySelector(selector))
    this.colours = new Colours(this.root, () => this.repaint())
    this.network = new Network(this.find)
    this.maps = new Maps(this.colours)
    this.viewer = new Viewer(this.find, this.maps)
    this.maps.scope = this.find("select").value
    this.resized = new ResizeObserver(() => this.show())
    this.resized.observe(this.find(".viewer"))
    this.listen()
  }

  /** @param {Component} component */
  async update(component) {
    const { data } = component
    this.component = component
    this.network.show(data)
    this.root.classList.toggle("with-maps", Boolean(data.maps))
    if (data.maps && data.maps.packed !== this.packed) {
      const operations = await readMaps(data.maps)
      if (this.component.data !== data) return // newer ones came meanwhile
      this.packed = data.maps.packed
      this.operations = operations
    }
    this.colours.read()
    if (!data.maps) [this.packed, this.operations] = [null, []]
    this.maps.show(this.operations, this.network.boxes, data.probabilities)
    if (this.picks.answeredBy(data)) this.picked = placeOf(data.selected) // else our own pick is newer
    if (!this.maps.has(this.picked)) this.picked = null // another network
    if (!this.maps.has(this.cursor)) this.cursor = null
    if (!this.maps.has(this.hovered)) this.hovered = null
    if (!this.maps.has(this.on)) this.on = null
    if (this.picked && !same(this.picked, this.shown)) this.on = this.picked
    this.shown = this.picked
    this.show()
  }

  show() {
    const { maps, selected, field } = this.component?.data ?? {}
    if (!maps) return
    const answered = same(this.picked, placeOf(selected))
    const first = [...this.maps.operations.keys()].find(name => name !== "input") ?? ""
    this.on ??= { name: first, map: 0, row: 0, column: 0 }
    this.viewer.show({
      on: this.on,
      picked: this.picked,
      cursor: this.hovered ?? this.cursor,
      exact: answered ? selected.text : undefined,
      field: answered ? field : null,
    })
  }

  /** @param {Place} place */
  pick(place) {
    const { name: operation, map, row, column } = place
    this.picked = this.on = this.shown = place
    this.cursor = null
    this.show()
    const index = this.maps.operations.get(operation)?.flat ? [row] : [map, row, column]
    this.picks.send(this.component, { operation, index })
  }

  listen() {
    this.root.addEventListener("click", event => {
      const bar = closest(event, ".answer .bar")
      const place = bar ? digitOf(bar) : this.maps.under(event)
      if (place && this.maps.has(place)) this.pick(place)
    })
    this.root.addEventListener("pointermove", event => {
      const place = event.pointerType === "touch" ? null : this.maps.under(event)
      if (!place && !this.hovered) return
      this.hovered = place
      this.show()
    })
    this.root.addEventListener("pointerleave", () => this.leave("hovered"))
    this.root.addEventListener("focusin", event => this.enter(event))
    this.root.addEventListener("focusout", () => this.leave("cursor"))
    this.root.addEventListener("keydown", event => this.key(event))
    this.find("select").addEventListener("change", (/** @type {any} */ event) => {
      this.maps.scope = event.target.value
      this.repaint()
    })
  }

  repaint() {
    this.maps.paint()
    this.show()
  }

  /** @param {"hovered" | "cursor"} part */
  leave(part) {
    if (!this[part]) return
    this[part] = null
    this.show()
  }

  /**
   * Whoever comes by keyboard starts at the picked value, or in the middle of the first map.
   *
   * @param {FocusEvent} event
   */
  enter(event) {
    const operation = this.operationOf(event)
    if (!operation || !this.root.querySelector(".grid:focus-visible")) return
    this.cursor = this.on = this.start(operation)
    this.show()
  }

  /** @param {Event} event */
  operationOf(event) {
    return this.maps.operations.get(/** @type {HTMLElement} */ (event.target).dataset.operation ?? "")
  }

  /**
   * @param {Operation} operation
   * @returns {Place}
   */
  start({ name, height, width }) {
    if (this.picked?.name === name) return this.picked
    return { name, map: 0, row: Math.floor(height / 2), column: Math.floor(width / 2) }
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const operation = this.operationOf(event)
    if (!operation || event.ctrlKey || event.metaKey || event.altKey) return
    const place = this.cursor?.name === operation.name ? this.cursor : this.start(operation)
    const next = moved(place, event.key, operation)
    if (event.key === "Enter" || event.key === " ") this.pick(place)
    else if (!next) return
    else {
      this.cursor = this.on = next
      this.hovered = null
      this.show()
      operation.grid?.children[next.map].scrollIntoView({ block: "nearest", inline: "nearest" })
    }
    event.preventDefault()
  }

  destroy() {
    this.resized.disconnect()
  }
}

/**
 * The place of the value that a bar of the answer shows.
 *
 * @param {HTMLElement} bar
 * @returns {Place}
 */
function digitOf(bar) {
  const name = /** @type {HTMLElement} */ (bar.closest(".answer")).dataset.operation ?? ""
  return { name, map: 0, row: Number(bar.dataset.name), column: 0 }
}

export default mounted(Layers)
