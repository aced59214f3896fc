// The output of an operation as a small drawing: squares behind each other, or a column of dots.

import { svg } from "../shared/svg.js"

const SCALE = 1 // pixels of the screen for one value of a map, so that 14 × 14 is half as wide as 28 × 28
const STEP = 1.2 // from one map of a stack to the next
const WIDEST = 54 // pixels of a stack
const MOST_DRAWN = 40 // maps of one stack; the number is beside it

/**
 * As many squares as there are maps, the first in front at the lower left; numbers that are no map are dots.
 *
 * @param {{ count: number, height: number, width: number }} operation
 */
export function stack({ count, height, width }) {
  const drawn = Math.min(count, MOST_DRAWN), flat = height * width === 1
  const wide = flat ? 8 : width * SCALE, tall = flat ? 3 : height * SCALE
  const right = flat ? 0 : Math.min(STEP, (WIDEST - wide) / (drawn - 1 || 1)), down = flat ? 0.9 : right / 3
  const size = { width: wide + (drawn - 1) * right + 2, height: tall + (drawn - 1) * down + 2 }
  const squares = Array.from({ length: drawn }, (_, k) => {
    const x = (drawn - 1 - k) * right, y = k * down
    return svg("rect", { x, y, width: wide, height: tall })
  })
  const viewBox = `-1 -1 ${size.width} ${size.height}`
  return svg("svg", { viewBox, ...size, "aria-hidden": "true" }, ...squares)
}
