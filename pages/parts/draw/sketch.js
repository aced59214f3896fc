// One stroke before it is on the canvas: shown above it while the hand moves, then handed over all at once, or dropped.

/** @typedef {{ x: number, y: number }} Point from the canvas's upper left corner */
/** @typedef {{ width: number, colour: string }} Pen */

export class Sketch {
  /** @type {Point[]} */
  points = []

  /**
   * @param {HTMLElement} canvas
   * @param {Pen} pen
   */
  constructor(canvas, pen) {
    this.canvas = canvas
    this.pen = pen
    this.sheet = above(canvas)
  }

  /** @param {Point} point */
  to(point) {
    this.points.push(point)
    show(this.sheet, this.points, this.pen)
  }

  /** How far it has come from where it began. */
  get reach() {
    const [{ x, y }] = this.points
    return Math.max(...this.points.map(point => Math.hypot(point.x - x, point.y - y)))
  }

  /** As a mouse would have drawn it: that is what the canvas understands. */
  commit() {
    const [first] = this.points, last = this.points[this.points.length - 1]
    mouse(this.canvas, "mousedown", first)
    for (const point of this.points) mouse(this.canvas, "mousemove", point)
    mouse(this.canvas, "mouseup", last)
    requestAnimationFrame(() => requestAnimationFrame(() => this.drop())) // by then the canvas has drawn it
  }

  drop() {
    this.sheet.remove()
  }
}

/**
 * A transparent sheet over the canvas, as fine as the screen.
 *
 * @param {HTMLElement} canvas
 */
export function above(canvas) {
  const sheet = document.createElement("canvas"), { offsetWidth: width, offsetHeight: height } = canvas
  Object.assign(sheet, { width: width * devicePixelRatio, height: height * devicePixelRatio })
  Object.assign(sheet.style, { position: "absolute", inset: "0", width: `${width}px`, height: `${height}px` })
  Object.assign(sheet.style, { zIndex: "11", pointerEvents: "none" })
  sheet.getContext("2d")?.scale(devicePixelRatio, devicePixelRatio)
  canvas.parentElement?.append(sheet)
  return sheet
}

/**
 * @param {HTMLCanvasElement} sheet
 * @param {Point[]} points
 * @param {Pen} pen
 */
function show(sheet, points, pen) {
  const ink = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"))
  ink.clearRect(0, 0, sheet.width, sheet.height)
  Object.assign(ink, { lineWidth: pen.width, strokeStyle: pen.colour, lineCap: "round", lineJoin: "round" })
  ink.beginPath()
  for (const { x, y } of [points[0], ...points]) ink.lineTo(x, y)
  ink.stroke()
}

/**
 * @param {HTMLElement} canvas
 * @param {string} kind
 * @param {Point} point
 */
function mouse(canvas, kind, { x, y }) {
  const { left, top } = canvas.getBoundingClientRect()
  const where = { clientX: left + x, clientY: top + y, buttons: kind === "mouseup" ? 0 : 1 }
  canvas.dispatchEvent(new MouseEvent(kind, { ...where, bubbles: true, composed: true, cancelable: true }))
}
