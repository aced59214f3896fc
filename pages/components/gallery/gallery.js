// Digits in a grid that wraps. One tab stop; arrow keys move, Enter picks.

const SIDE = 28

class Gallery {
  constructor(component) {
    this.root = component.parentElement.querySelector(".gallery")
    this.tiles = this.root.querySelector(".tiles")
    this.colours = new Colours(this.root, () => this.paint())
    this.picks = new Picks()
    this.here = 0 // the tile that the tab key leads to
    this.tiles.addEventListener("click", event => this.pick(event.target.closest(".tile")))
    this.tiles.addEventListener("keydown", event => this.key(event))
  }

  async update(component) {
    const { data } = component
    this.component = component
    this.data = data
    const anew = data.packed !== this.packed
    if (anew) {
      const pixels = new Uint8Array(await unpack(data.packed))
      if (this.data !== data) return // newer ones came meanwhile
      this.packed = data.packed
      this.pixels = pixels
    }
    const { captions, title, empty, chosen } = data
    this.tiles.ariaLabel = title
    while (this.tiles.children.length > captions.length) this.tiles.lastElementChild.remove()
    while (this.tiles.children.length < captions.length) this.tiles.append(this.tile())
    captions.forEach((caption, index) => {
      const words = this.tiles.children[index].lastElementChild
      if (words.textContent !== caption) words.textContent = caption
    })
    const message = this.root.querySelector(".empty"), text = captions.length ? "" : empty
    if (message.textContent !== text) message.textContent = text
    if (this.picks.answeredBy(data)) this.chosen = chosen // else our own pick is newer
    if (this.colours.read() || anew) this.paint()
    this.mark()
  }

  tile() {
    const tile = document.createElement("div"), canvas = document.createElement("canvas")
    tile.className = "tile"
    tile.setAttribute("role", "option")
    canvas.width = canvas.height = SIDE
    tile.append(canvas, document.createElement("span"))
    return tile
  }

  paint() {
    if (!this.pixels) return
    for (const [index, tile] of [...this.tiles.children].entries()) {
      const context = tile.firstElementChild.getContext("2d"), picture = context.createImageData(SIDE, SIDE)
      for (let k = 0; k < SIDE * SIDE; k++) {
        picture.data.set(this.colours.of(this.pixels[index * SIDE * SIDE + k], 255, true), 4 * k)
        picture.data[4 * k + 3] = 255
      }
      context.putImageData(picture, 0, 0)
    }
  }

  mark() {
    const tiles = [...this.tiles.children]
    this.here = Math.max(0, Math.min(this.here, tiles.length - 1))
    tiles.forEach((tile, index) => {
      tile.setAttribute("aria-selected", String(index === this.chosen))
      tile.tabIndex = index === this.here ? 0 : -1
    })
  }

  pick(tile) {
    if (!tile) return
    this.chosen = this.here = [...this.tiles.children].indexOf(tile)
    this.mark()
    this.picks.send(this.component, { index: this.chosen })
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const tiles = [...this.tiles.children], top = tiles[0]?.offsetTop
    const columns = Math.max(1, tiles.filter(tile => tile.offsetTop === top).length)
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -this.here, End: tiles.length }
    if (event.key === "Enter" || event.key === " ") this.pick(tiles[this.here])
    else if (event.key in steps) {
      const next = this.here + steps[event.key]
      const stay = event.key.startsWith("Arrow") && !(next in tiles) // at an edge
      this.here = stay ? this.here : next
      this.mark()
      tiles[this.here]?.focus()
    } else return
    event.preventDefault()
  }
}

export default mounted(Gallery)
