// Pictures in a row: the panels are made once and changed in place.

import { Colours } from "../shared/colours.js"
import { mounted } from "../shared/mount.js"
import { unpackPlanes } from "../shared/unpack.js"
import { Panel } from "./panel.js"

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {import("./panel.js").Picture} Picture */

class Pictures {
  /** @type {Panel[]} */
  panels = []
  /** @type {unknown} */
  data // the newest of it

  /** @param {Component} component */
  constructor({ parentElement }) {
    const root = /** @type {HTMLElement} */ (parentElement.querySelector(".pictures"))
    this.row = /** @type {HTMLElement} */ (root.querySelector(".row"))
    this.colours = new Colours(root, () => this.panels.forEach(panel => panel.paint()))
  }

  /** @param {Component} component */
  async update({ data }) {
    this.data = data
    /** @type {Picture[]} */
    const pictures = data.panels
    const sizes = pictures.flatMap(({ height, width, planes, outlined }) =>
      Array.from({ length: planes + (outlined ? 1 : 0) }, () => height * width))
    const planes = (await unpackPlanes(data.packed, sizes)).map(plane => plane.values)
    if (this.data !== data) return // newer ones came meanwhile
    this.colours.read()
    while (this.panels.length > pictures.length) this.panels.pop()?.root.remove()
    while (this.panels.length < pictures.length) {
      const panel = new Panel(this.colours)
      this.panels.push(panel)
      this.row.append(panel.root)
    }
    pictures.forEach((picture, index) => {
      const own = planes.splice(0, picture.planes)
      this.panels[index].show(picture, own, picture.outlined ? planes.splice(0, 1)[0] : null)
    })
  }
}

export default mounted(Pictures)
