// The map itself: bands of colour between contour lines, painted pixel by pixel from a coarse grid.

const FINEST = 1.5 // device pixels for one of ours, at most
const LINE = 0.3 // of ink in a contour line

class Ground {
  constructor(root, canvas) {
    this.root = root
    this.canvas = canvas
    this.pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  }

  // Heights above the lowest level from their packed text: two bytes each, apart, as differences along the rows.
  async read({ packed, side, fine }) {
    const bytes = new Uint8Array(await unpack(packed)), count = side * side
    const heights = new Float32Array(count)
    for (let row = 0; row < side; row++) {
      let sum = 0
      for (let k = row * side; k < (row + 1) * side; k++) {
        sum += ((bytes[k] | (bytes[count + k] << 8)) << 16) >> 16 // with its sign
        heights[k] = sum / fine
      }
    }
    this.heights = heights
    this.side = side
  }

  colour(name) {
    this.pen.fillStyle = getComputedStyle(this.root.querySelector(`.swatch.${name}`)).backgroundColor
    this.pen.fillRect(0, 0, 1, 1)
    return [...this.pen.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  }

  // The colours of so many bands, from the lowest to the highest.
  bands(count) {
    const low = this.colour("low"), high = this.colour("high")
    return Array.from({ length: count }, (_, k) => mix(low, high, count > 1 ? k / (count - 1) : 0.3))
  }

  paint(width, height, bands) {
    const fine = Math.min(FINEST, devicePixelRatio), w = Math.round(width * fine), h = Math.round(height * fine)
    this.canvas.width = w
    this.canvas.height = h
    const context = this.canvas.getContext("2d"), image = context.createImageData(w, h)
    const ink = this.colour("ink"), pixels = image.data, { heights, side } = this, above = new Float32Array(w)
    for (let row = 0; row < h; row++) {
      const y = (1 - (row + 0.5) / h) * (side - 1), j = Math.min(side - 2, Math.floor(y)), dy = y - j
      let left = NaN
      for (let column = 0; column < w; column++) {
        const x = ((column + 0.5) / w) * (side - 1), i = Math.min(side - 2, Math.floor(x)), dx = x - i, k = j * side + i
        const low = heights[k] * (1 - dx) + heights[k + 1] * dx, high = heights[k + side] * (1 - dx) + heights[k + side + 1] * dx
        const height = low * (1 - dy) + high * dy
        // How many pixels it is to the nearest line, by how fast the height changes here.
        const steep = Math.hypot(column ? height - left : 0, row ? height - above[column] : 0) + 1e-9
        const line = Math.min(Math.max(Math.round(height), 1), bands.length - 1), far = (height - line) / steep
        left = above[column] = height
        const band = Math.min(Math.max(Math.floor(height), 0), bands.length - 1)
        const near = bands.length > 1 ? Math.max(0, 1 - Math.abs(far)) : 0
        const at = 4 * (row * w + column)
        for (let c = 0; c < 3; c++) {
          const ground = near ? bands[line - 1][c] + (bands[line][c] - bands[line - 1][c]) * Math.min(1, Math.max(0, far + 0.5)) : bands[band][c]
          pixels[at + c] = ground + (ink[c] - ground) * LINE * near
        }
        pixels[at + 3] = 255
      }
    }
    context.putImageData(image, 0, 0)
  }
}

function mix(from, to, share) {
  return from.map((each, k) => Math.round(each + (to[k] - each) * share))
}
