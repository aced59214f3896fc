// From a number to a colour: 0 is the colour of paper, negative numbers turn blue, positive ones red; an image is ink.
// The ends are colours of the style sheet, so that they follow the theme.

const SHADES = 256

class Colours {
  constructor(root) {
    this.root = root
    this.pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  }

  // Reads the theme; whether anything is another colour than before.
  read() {
    const [zero, negative, positive, ink] = ["zero", "negative", "positive", "ink"].map(name => this.resolve(name))
    const key = [zero, negative, positive, ink].join()
    if (key === this.key) return false
    this.key = key
    this.signed = [...shades(negative, zero).slice(0, -1), ...shades(zero, positive)]
    this.ink = shades(zero, ink)
    return true
  }

  resolve(name) {
    this.pen.fillStyle = getComputedStyle(this.root.querySelector(`.swatch.${name}`)).backgroundColor
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
