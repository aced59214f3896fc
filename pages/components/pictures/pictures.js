// Pictures in a row: the panels are made once and changed in place.

class Pictures {
  constructor(component) {
    this.root = component.parentElement.querySelector(".pictures")
    this.row = this.root.querySelector(".row")
    this.colours = new Colours(this.root, () => this.panels.forEach(panel => panel.paint()))
    this.panels = []
  }

  async update({ data }) {
    this.data = data
    const planes = await this.unpacked(data)
    if (this.data !== data) return // newer ones came meanwhile
    this.colours.read()
    while (this.panels.length > data.panels.length) this.panels.pop().root.remove()
    while (this.panels.length < data.panels.length) {
      const panel = new Panel(this.colours)
      this.panels.push(panel)
      this.row.append(panel.root)
    }
    let place = 0
    data.panels.forEach((told, index) => {
      const own = planes.slice(place, (place += told.planes))
      this.panels[index].show(told, own, told.outlined ? planes[place++] : null)
    })
  }

  // The values, out of the text that pages/components/shared/packed.py made.
  async unpacked({ panels, packed }) {
    const buffer = await unpack(packed), ends = new DataView(buffer)
    const sizes = panels.flatMap(({ height, width, planes, outlined }) =>
      Array.from({ length: planes + (outlined ? 1 : 0) }, () => height * width))
    let place = 8 * sizes.length
    return sizes.map((size, index) => {
      const low = ends.getFloat32(4 * index, true), high = ends.getFloat32(4 * (sizes.length + index), true)
      const levels = new Uint8Array(buffer, place, size)
      place += size
      return Float32Array.from(levels, level => low + ((high - low) * level) / 255)
    })
  }
}

export default mounted(Pictures)
