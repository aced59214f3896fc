// The layers: the network's operations, what they made of an image, and the value that a visitor picks.

class Layers {
  constructor(component) {
    this.root = component.parentElement.querySelector(".layers")
    const find = selector => this.root.querySelector(selector)
    this.find = find
    this.colours = new Colours(this.root, () => this.repaint())
    this.network = new Network(find)
    this.maps = new Maps(this.colours)
    this.viewer = new Viewer(find, this.maps)
    this.maps.scope = find("select").value
    this.picks = new Picks()
    this.listen()
  }

  async update(component) {
    const { data } = component
    this.component = component
    this.data = data
    this.network.show(data)
    this.root.classList.toggle("with-maps", Boolean(data.maps))
    if (data.maps && data.maps.packed !== this.packed) {
      const operations = await readMaps(data.maps)
      if (this.data !== data) return // newer ones came meanwhile
      this.packed = data.maps.packed
      this.operations = operations
    }
    this.colours.read()
    if (!data.maps) [this.packed, this.operations] = [null, []]
    this.maps.show(this.operations, this.network.boxes, data.probabilities)
    if (this.picks.answeredBy(data)) this.picked = placeOf(data.selected) // else our own pick is newer
    for (const part of ["picked", "cursor", "hovered", "on"]) if (!this.maps.has(this[part])) this[part] = null
    if (this.picked && !same(this.picked, this.shown)) this.on = this.picked
    this.shown = this.picked
    this.show()
  }

  show() {
    if (!this.data.maps) return
    const { selected, field } = this.data
    const answered = same(this.picked, placeOf(selected))
    const first = [...this.maps.operations.keys()].find(name => name !== "input")
    this.on ??= { name: first, map: 0, row: 0, column: 0 }
    this.viewer.show({
      on: this.on,
      picked: this.picked,
      cursor: this.hovered ?? this.cursor,
      told: answered && selected?.text,
      field: answered ? field : null,
    })
  }

  pick(place) {
    const operation = this.maps.operations.get(place.name)
    this.picked = this.on = this.shown = place
    this.cursor = null
    this.show()
    const index = operation.flat ? [place.row] : [place.map, place.row, place.column]
    this.picks.send(this.component, { operation: place.name, index })
  }

  listen() {
    this.root.addEventListener("click", event => {
      const bar = event.target.closest(".answer .bar")
      const place = bar ? this.digit(bar) : this.maps.under(event)
      if (this.maps.has(place)) this.pick(place)
    })
    this.root.addEventListener("pointermove", event => {
      const place = event.pointerType === "touch" ? null : this.maps.under(event)
      if (!place && !this.hovered) return
      this.hovered = place
      this.show()
    })
    this.root.addEventListener("pointerleave", () => this.leave("hovered"))
    this.root.addEventListener("focusin", event => this.enter(event.target.dataset.operation))
    this.root.addEventListener("focusout", () => this.leave("cursor"))
    this.root.addEventListener("keydown", event => this.key(event))
    this.find("select").addEventListener("change", event => {
      this.maps.scope = event.target.value
      this.repaint()
    })
    this.resized = new ResizeObserver(() => this.show())
    this.resized.observe(this.find(".viewer"))
  }

  repaint() {
    this.maps.paint()
    this.show()
  }

  leave(part) {
    if (!this[part]) return
    this[part] = null
    this.show()
  }

  // Whoever comes by keyboard starts at the picked value, or in the middle of the first map.
  enter(name) {
    const operation = this.maps.operations.get(name)
    if (!operation || !this.root.querySelector(".grid:focus-visible")) return
    this.cursor = this.on = this.start(operation)
    this.show()
  }

  start({ name, height, width }) {
    if (this.picked?.name === name) return this.picked
    return { name, map: 0, row: Math.floor(height / 2), column: Math.floor(width / 2) }
  }

  key(event) {
    const name = event.target.dataset.operation
    if (!this.maps.operations.has(name) || event.ctrlKey || event.metaKey || event.altKey) return
    const place = this.cursor?.name === name ? this.cursor : this.start(this.maps.operations.get(name))
    if (event.key === "Enter" || event.key === " ") this.pick(place)
    else {
      const next = this.maps.moved(place, event.key)
      if (!next) return
      this.cursor = this.on = next
      this.hovered = null
      this.show()
      const frame = this.maps.operations.get(name).grid.children[next.map]
      frame.scrollIntoView({ block: "nearest", inline: "nearest" })
    }
    event.preventDefault()
  }

  digit(bar) {
    return { name: bar.closest(".answer").dataset.operation, map: 0, row: Number(bar.dataset.name), column: 0 }
  }

  destroy() {
    this.resized.disconnect()
  }
}

function placeOf(selected) {
  if (!selected) return null
  const { operation: name, index } = selected
  const [map, row, column] = index.length === 3 ? index : [0, index[0], 0]
  return { name, map, row, column }
}

export default mounted(Layers)
