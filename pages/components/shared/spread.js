/**
 * Heights of labels, pushed apart so that they are at least `apart` from each other, within `low` and `high`.
 *
 * @param {number[]} heights
 * @param {number} apart
 * @param {number} low
 * @param {number} high
 */
export function spread(heights, apart, low, high) {
  const placed = heights.map((height, index) => ({ height, index })).sort((a, b) => a.height - b.height)
  let least = low
  for (const label of placed) {
    label.height = Math.max(label.height, least)
    least = label.height + apart
  }
  let most = high
  for (const label of placed.reverse()) {
    label.height = Math.min(label.height, most)
    most = label.height - apart
  }
  /** @type {number[]} */
  const result = []
  for (const { height, index } of placed) result[index] = height
  return result
}
