const INKED = 0.5 // at least

/**
 * A path along the edges between pixels with ink and those without.
 *
 * @param {ArrayLike<number>} ink row by row
 * @param {number} height
 * @param {number} width
 */
export function outline(ink, height, width) {
  const inked = (/** @type {number} */ row, /** @type {number} */ column) =>
    row >= 0 && row < height && column >= 0 && column < width && ink[row * width + column] >= INKED
  let path = ""
  for (let row = 0; row <= height; row++)
    for (let column = 0; column <= width; column++) {
      if (inked(row, column) !== inked(row - 1, column) && column < width) path += `M${column} ${row}h1`
      if (inked(row, column) !== inked(row, column - 1) && row < height) path += `M${column} ${row}v1`
    }
  return path
}
