// The map itself: bands of colour between contour lines, painted pixel by pixel from a coarse grid.

import { paint } from "../shared/paint.js"
import { within } from "../shared/pointer.js"
import { backgroundOf } from "../shared/theme.js"
import { unpack } from "../shared/unpack.js"

const FINEST = 1.5 // device pixels for one of ours, at most
const LINE = 0.3 // of ink in a contour line

export class Ground {
  levels = new Float32Array() // heights above the lowest contour line, in steps from one line to the next
  side = 0 // of the grid of heights

  /**
   * @param {HTMLElement} root
   * @param {HTMLCanvasElement} canvas
   */
  constructor(root, canvas) {
    this.root = root
    this.canvas = canvas
  }

  /** @param {{ packed: string, side: number, fine: number }} data */
  async read({ packed, side, fine }) {
    this.levels = heights(new Uint8Array(await unpack(packed)), side, fine)
    this.side = side
  }

  /** @param {string} name */
  colour(name) {
    return backgroundOf(/** @type {Element} */ (this.root.querySelector(`.swatch.${name}`)))
  }

  /**
   * The colours of so many bands, from the lowest to the highest.
   *
   * @param {number} count
   */
  bands(count) {
    const low = this.colour("low"), high = this.colour("high")
    return Array.from({ length: count }, (_, k) => mix(low, high, count > 1 ? k / (count - 1) : 0.3))
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number[][]} bands colours
   */
  paint(width, height, bands) {
    const fine = Math.min(FINEST, devicePixelRatio), w = Math.round(width * fine), h = Math.round(height * fine)
    const ink = this.colour("ink"), above = new Float32Array(w)
    let left = NaN
    paint(this.canvas, w, h, place => {
      const row = Math.floor(place / w), column = place % w
      const y = (1 - (row + 0.5) / h) * (this.side - 1), x = ((column + 0.5) / w) * (this.side - 1)
      const level = this.level(x, y)
      // How many pixels it is to the nearest line, by how fast the height changes here.
      const steep = Math.hypot(column ? level - left : 0, row ? level - above[column] : 0) + 1e-9
      left = above[column] = level
      return shade(level, steep, bands, ink)
    })
  }

  /**
   * The height at a place between the points of the grid.
   *
   * @param {number} x
   * @param {number} y
   */
  level(x, y) {
    const { levels, side } = this
    const i = Math.min(side - 2, Math.floor(x)), dx = x - i
    const j = Math.min(side - 2, Math.floor(y)), dy = y - j, k = j * side + i
    const low = levels[k] * (1 - dx) + levels[k + 1] * dx
    const high = levels[k + side] * (1 - dx) + levels[k + side + 1] * dx
    return low * (1 - dy) + high * dy
  }
}

/**
 * Heights in levels, from two bytes each, which lie apart and hold differences along the rows.
 *
 * @param {Uint8Array} bytes
 * @param {number} side
 * @param {number} fine how many differences make a level
 */
export function heights(bytes, side, fine) {
  const count = side * side, result = new Float32Array(count)
  for (let row = 0; row < side; row++) {
    let sum = 0
    for (let k = row * side; k < (row + 1) * side; k++) {
      sum += ((bytes[k] | (bytes[count + k] << 8)) << 16) >> 16 // with its sign
      result[k] = sum / fine
    }
  }
  return result
}

/**
 * The colour at a height: that of its band, and darker near a contour line.
 *
 * @param {number} height
 * @param {number} steep how much it changes from here to the next pixel
 * @param {number[][]} bands
 * @param {number[]} ink
 */
export function shade(height, steep, bands, ink) {
  const line = within(Math.round(height), 1, bands.length - 1), far = (height - line) / steep
  const band = bands[within(Math.floor(height), 0, bands.length - 1)]
  const near = bands.length > 1 ? Math.max(0, 1 - Math.abs(far)) : 0
  if (!near) return band
  const below = bands[line - 1], above = bands[line], share = within(far + 0.5, 0, 1)
  return below.map((each, c) => {
    const ground = each + (above[c] - each) * share
    return ground + (ink[c] - ground) * LINE * near
  })
}

/**
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 */
function mix(from, to, share) {
  return from.map((each, k) => Math.round(each + (to[k] - each) * share))
}
