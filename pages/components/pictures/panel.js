// One picture: its pixels on a canvas, one pixel a value, and what is written on top as SVG in units of pixels.

const SVG = "http://www.w3.org/2000/svg"
const INKED = 0.5 // where ink is outlined

class Panel {
  constructor(colours) {
    this.colours = colours
    this.root = document.createElement("figure")
    this.title = this.child("div", "title")
    this.frame = this.child("div", "frame")
    this.caption = this.child("figcaption", "")
    this.canvas = this.frame.appendChild(document.createElement("canvas"))
    this.svg = this.frame.appendChild(document.createElementNS(SVG, "svg"))
    this.svg.setAttribute("aria-hidden", "true")
    this.canvas.setAttribute("role", "img")
    this.frame.addEventListener("pointermove", event => this.point(event))
    this.frame.addEventListener("pointerleave", () => this.say(this.told.caption))
  }

  child(kind, name) {
    const child = this.root.appendChild(document.createElement(kind))
    child.className = name
    return child
  }

  // `told` is what Python said of the picture, `planes` its values, `ink` what is outlined above it, if anything.
  show(told, planes, ink) {
    Object.assign(this, { told, planes, ink })
    const { height, width, side } = told
    this.scale = Math.max(1, Math.floor(side / Math.max(height, width)))
    if (Math.max(height, width) > side / 2) this.scale = side / Math.max(height, width)
    this.root.style.width = `${Math.max(width * this.scale, Math.min(side, 120))}px`
    this.root.classList.toggle("faint", told.faint)
    this.canvas.classList.toggle("smooth", this.scale < 2)
    this.canvas.style.width = this.frame.style.width = `${width * this.scale}px`
    this.canvas.style.height = `${height * this.scale}px`
    this.canvas.ariaLabel = `${told.title}. ${told.caption}`
    if (this.title.textContent !== told.title) this.title.textContent = told.title
    this.say(told.caption)
    this.paint()
    this.write()
  }

  say(text) {
    if (this.caption.textContent !== text) this.caption.textContent = text
  }

  colour(place) {
    const { kind, reach } = this.told
    if (kind === "colours") return this.planes.map(plane => 255 * plane[place])
    return this.colours.of(this.planes[0][place], kind === "ink" ? 1 : reach, kind === "ink")
  }

  paint() {
    const { height, width } = this.told
    if (this.canvas.width !== width || this.canvas.height !== height)
      [this.canvas.width, this.canvas.height] = [width, height]
    const context = this.canvas.getContext("2d"), picture = context.createImageData(width, height)
    for (let place = 0; place < height * width; place++) {
      picture.data.set(this.colour(place), 4 * place)
      picture.data[4 * place + 3] = 255
    }
    context.putImageData(picture, 0, 0)
  }

  write() {
    const { height, width, marks, numbers, lit } = this.told
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`)
    this.svg.replaceChildren()
    if (this.ink) this.draw("path", { class: "outline", d: outline(this.ink, height, width) })
    if (lit) {
      const [top, left, bottom, right] = lit
      const wide = (bottom + 1 - top) * (right + 1 - left) > (height * width) / 2 // a tint would hide what it marks
      this.draw("rect", { class: wide ? "lit wide" : "lit", x: left, y: top, width: right + 1 - left, height: bottom + 1 - top })
    }
    for (const [row, column, radius, , at, tone] of marks) {
      if (at) this.draw("line", { class: "lead", x1: column + 0.5, y1: row + 0.5, x2: at[1] + 0.5, y2: at[0] + 0.5 })
      this.draw("circle", { class: `ring ${tone}`, cx: column + 0.5, cy: row + 0.5, r: radius })
    }
    for (const [row, column, , text, at] of marks) if (text) this.letter(text, at ?? [row, column], "")
    numbers.forEach((text, place) => this.letter(text, [Math.floor(place / width), place % width], "cell"))
  }

  draw(kind, values) {
    const shape = this.svg.appendChild(document.createElementNS(SVG, kind))
    for (const [name, value] of Object.entries(values)) shape.setAttribute(name, value)
    return shape
  }

  // Letters keep their size on the screen, whatever the size of a pixel is.
  letter(text, [row, column], name) {
    const shift = `translate(${column + 0.5} ${row + 0.5}) scale(${1 / this.scale})`
    this.draw("text", { class: name, transform: shift }).textContent = text
  }

  point(event) {
    const { height, width, kind, numbers } = this.told
    const box = this.canvas.getBoundingClientRect()
    const row = Math.floor(((event.clientY - box.top) / box.height) * height)
    const column = Math.floor(((event.clientX - box.left) / box.width) * width)
    if (row < 0 || row >= height || column < 0 || column >= width || kind === "colours") return
    const place = row * width + column
    this.say(`row ${row}, column ${column}: ${numbers[place] ?? `≈ ${short(this.planes[0][place])}`}`)
  }
}

// The edges between pixels with ink and those without.
function outline(ink, height, width) {
  const inked = (row, column) =>
    row >= 0 && row < height && column >= 0 && column < width && ink[row * width + column] >= INKED
  let path = ""
  for (let row = 0; row <= height; row++)
    for (let column = 0; column <= width; column++) {
      if (inked(row, column) !== inked(row - 1, column) && column < width) path += `M${column} ${row}h1`
      if (inked(row, column) !== inked(row, column - 1) && row < height) path += `M${column} ${row}v1`
    }
  return path
}
