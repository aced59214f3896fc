import { within } from "../shared/pointer.js"

/**
 * The index of the tile that a key leads to, in a grid that is read row by row; null for other keys. An arrow that
 * points beyond the grid leads nowhere else.
 *
 * @param {string} key
 * @param {number} from
 * @param {number} columns
 * @param {number} count of tiles
 */
export function moved(key, from, columns, count) {
  if (key === "Home") return 0
  if (key === "End") return count - 1
  /** @type {Record<string, number>} */
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
  if (!(key in steps)) return null
  const to = from + steps[key]
  return to === within(to, 0, count - 1) ? to : from
}
