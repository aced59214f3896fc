// From a number to a colour: 0 is the colour of paper, negative numbers turn blue, positive ones red; an image is ink.
// The ends are colours of a style sheet, swatches.css, so that they follow the theme.

const SHADES = 256
const ENDS = ["zero", "negative", "positive", "ink"]

class Colours {
  // Calls back when the theme has changed: it is part of the style only, but a colour that changes slowly tells when.
  constructor(root, changed) {
    const swatches = root.appendChild(document.createElement("div"))
    swatches.className = "swatches"
    swatches.setAttribute("aria-hidden", "true")
    swatches.addEventListener("transitionend", () => this.read() && changed())
    this.swatches = ENDS.map(name => {
      const swatch = swatches.appendChild(document.createElement("i"))
      swatch.className = `swatch ${name}`
      return swatch
    })
    this.pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  }

  // Reads the theme; whether anything is another colour than before.
  read() {
    const [zero, negative, positive, ink] = this.swatches.map(swatch => this.resolve(swatch))
    const key = [zero, negative, positive, ink].join()
    if (key === this.key) return false
    this.key = key
    this.signed = [...shades(negative, zero).slice(0, -1), ...shades(zero, positive)]
    this.ink = shades(zero, ink)
    return true
  }

  resolve(swatch) {
    this.pen.fillStyle = getComputedStyle(swatch).backgroundColor
    this.pen.fillRect(0, 0, 1, 1)
    return [...this.pen.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  }

  // Red, green and blue of a value on a scale from −reach over 0 to reach.
  of(value, reach, image) {
    const share = reach ? Math.max(-1, Math.min(1, value / reach)) : 0
    if (image) return this.ink[Math.round(Math.max(0, share) * (SHADES - 1))]
    return this.signed[Math.round((share + 1) * (SHADES - 1))]
  }
}

function shades(from, to) {
  return Array.from({ length: SHADES }, (_, k) => from.map((start, c) => start + ((to[c] - start) * k) / (SHADES - 1)))
}

// A number in few digits, with a minus sign that is as long as a plus.
function short(value) {
  const size = Math.abs(value)
  const text = size >= 1e5 || (size && size < 1e-3) ? value.toExponential(1) : String(Number(value.toPrecision(3)))
  return text.replaceAll("-", "−")
}
