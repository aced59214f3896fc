// Digits in a grid that wraps. One tab stop; arrow keys move, Enter picks.

import { Colours } from "../shared/colours.js"
import { closest, html, setText } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { paint } from "../shared/paint.js"
import { Picks } from "../shared/picks.js"
import { unpack } from "../shared/unpack.js"
import { moved } from "./moved.js"

const SIDE = 28

/** @typedef {import("../shared/mount.js").Component} Component */

class Gallery {
  /** @type {Component} */
  component
  /** @type {{ root: HTMLElement, canvas: HTMLCanvasElement, caption: HTMLElement }[]} */
  tiles = []
  picks = new Picks()
  here = 0 // the tile that the tab key leads to
  /** @type {number | null} */
  chosen = null
  packed = "" // the images that are shown
  /** @type {Uint8Array | null} */
  pixels = null

  /** @param {Component} component */
  constructor({ parentElement }) {
    const root = /** @type {HTMLElement} */ (parentElement.querySelector(".gallery"))
    this.message = /** @type {HTMLElement} */ (root.querySelector(".empty"))
    this.list = /** @type {HTMLElement} */ (root.querySelector(".tiles"))
    this.colours = new Colours(root, () => this.paint())
    this.list.addEventListener("click", event => {
      const tile = closest(event, ".tile")
      if (tile) this.pick(this.tiles.findIndex(each => each.root === tile))
    })
    this.list.addEventListener("keydown", event => this.key(event))
  }

  /** @param {Component} component */
  async update(component) {
    const { data } = component
    this.component = component
    const anew = data.packed !== this.packed
    if (anew) {
      const pixels = new Uint8Array(await unpack(data.packed))
      if (this.component.data !== data) return // newer ones came meanwhile
      this.packed = data.packed
      this.pixels = pixels
    }
    /** @type {{ captions: string[], title: string, empty: string, chosen: number | null }} */
    const { captions, title, empty, chosen } = data
    this.list.ariaLabel = title
    while (this.tiles.length > captions.length) this.tiles.pop()?.root.remove()
    while (this.tiles.length < captions.length) this.tiles.push(this.tile())
    captions.forEach((caption, index) => setText(this.tiles[index].caption, caption))
    setText(this.message, captions.length ? "" : empty)
    if (this.picks.answeredBy(data)) this.chosen = chosen // else our own pick is newer
    if (this.colours.read() || anew) this.paint()
    this.mark()
  }

  tile() {
    const canvas = html("canvas", { width: SIDE, height: SIDE }), caption = html("span")
    const root = html("div", { className: "tile", role: "option" }, canvas, caption)
    this.list.append(root)
    return { root, canvas, caption }
  }

  paint() {
    const { pixels } = this
    if (!pixels) return
    this.tiles.forEach(({ canvas }, index) =>
      paint(canvas, SIDE, SIDE, place => this.colours.of(pixels[index * SIDE * SIDE + place], 255, true)))
  }

  mark() {
    this.here = Math.max(0, Math.min(this.here, this.tiles.length - 1))
    this.tiles.forEach(({ root }, index) => {
      root.setAttribute("aria-selected", String(index === this.chosen))
      root.tabIndex = index === this.here ? 0 : -1
    })
  }

  /** @param {number} index */
  pick(index) {
    this.chosen = this.here = index
    this.mark()
    this.picks.send(this.component, { index })
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.tiles.length) return
    const top = this.tiles[0].root.offsetTop
    const columns = Math.max(1, this.tiles.filter(tile => tile.root.offsetTop === top).length)
    const next = moved(event.key, this.here, columns, this.tiles.length)
    if (event.key === "Enter" || event.key === " ") this.pick(this.here)
    else if (next === null) return
    else {
      this.here = next
      this.mark()
      this.tiles[next].root.focus()
    }
    event.preventDefault()
  }
}

export default mounted(Gallery)
