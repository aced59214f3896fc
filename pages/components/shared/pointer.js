/**
 * The cell of a grid that a pointer is over; beyond the edges the indices are negative or too large.
 *
 * @param {{ clientX: number, clientY: number }} event
 * @param {Element} element which the grid fills
 * @param {{ height: number, width: number }} grid how many rows and columns it has
 */
export function cellUnder(event, element, { height, width }) {
  const box = element.getBoundingClientRect()
  return {
    row: Math.floor(((event.clientY - box.top) / box.height) * height),
    column: Math.floor(((event.clientX - box.left) / box.width) * width),
  }
}

/**
 * @param {number} number
 * @param {number} low
 * @param {number} high
 */
export function within(number, low, high) {
  return Math.max(low, Math.min(high, number))
}

/**
 * Calls `to` where a pointer is put down on an element, and wherever it goes until it is lifted.
 *
 * @param {SVGElement} element
 * @param {(event: PointerEvent) => void} to
 */
export function onDrag(element, to) {
  element.onpointerdown = event => {
    if (event.button) return
    element.setPointerCapture(event.pointerId)
    to(event)
  }
  element.onpointermove = event => {
    if (event.buttons && element.hasPointerCapture(event.pointerId)) to(event)
  }
}
