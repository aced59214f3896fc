// The place of a value: in which operation, in which of its maps, at which row and column.

import { within } from "../shared/pointer.js"

/** @typedef {{ name: string, map: number, row: number, column: number }} Place */

/**
 * @param {{ operation: string, index: number[] } | null} selected as Python has it: a neuron has one index
 * @returns {Place | null}
 */
export function placeOf(selected) {
  if (!selected) return null
  const { operation: name, index } = selected
  const [map, row, column] = index.length === 3 ? index : [0, index[0], 0]
  return { name, map, row, column }
}

/**
 * @param {Place | null} a
 * @param {Place | null} b
 */
export function same(a, b) {
  return Boolean(a && b && a.name === b.name && a.map === b.map && a.row === b.row && a.column === b.column)
}

/**
 * The place that a key leads to from another one; null for other keys.
 *
 * @param {Place} place
 * @param {string} key
 * @param {{ planes: unknown[], height: number, width: number }} operation
 * @returns {Place | null}
 */
export function moved({ name, map, row, column }, key, { planes, height, width }) {
  if (key === "ArrowLeft") column -= 1
  else if (key === "ArrowRight") column += 1
  else if (key === "ArrowUp") row -= 1
  else if (key === "ArrowDown") row += 1
  else if (key === "PageUp") map -= 1
  else if (key === "PageDown") map += 1
  else if (key === "Home") column = 0
  else if (key === "End") column = width - 1
  else return null
  return {
    name,
    map: within(map, 0, planes.length - 1),
    row: within(row, 0, height - 1),
    column: within(column, 0, width - 1),
  }
}

/**
 * As PyTorch writes it, counted from 0: layer2.conv[4, 11, 6].
 *
 * @param {Place} place
 * @param {boolean} flat
 */
export function writtenPlace({ name, map, row, column }, flat) {
  return `${name}[${flat ? row : [map, row, column].join(", ")}]`
}
