// Drawing by keyboard: the arrow keys move a pen, two of them at once aslant, space puts it down and lifts it.

import { above, Sketch } from "./sketch.js"

const STEP = 10, FINE = 2 // pixels; the latter with Shift
const HELP = `Arrow keys move the pen, with Shift by little. Space puts it down and up, Escape drops a line,
  Ctrl+Z undoes.`
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/**
 * @param {ShadowRoot} root the canvas's
 * @param {() => import("./sketch.js").Pen} pen
 * @param {(words: string) => void} say
 */
export function keyboard(root, pen, say) {
  const held = new Set()
  /** @type {Sketch | null} */
  let sketch = null
  /** @type {HTMLCanvasElement | null} */
  let mark = null
  let at = { x: 140, y: 140 }
  const canvas = () => /** @type {HTMLElement} */ (root.querySelector(".upper-canvas"))
  const lift = () => {
    sketch?.commit()
    sketch = null
  }
  const show = () => {
    mark?.remove()
    mark = above(canvas())
    ring(mark, at, pen().width / 2, sketch !== null)
  }

  /** @param {KeyboardEvent} event */
  const pressed = event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key in WAYS) {
      held.add(event.key)
      const step = event.shiftKey ? FINE : STEP, { offsetWidth, offsetHeight } = canvas()
      for (const key of held) at = moved(at, WAYS[key], step, offsetWidth, offsetHeight)
      sketch?.to(at)
    } else if (event.key === " ") {
      if (sketch) lift()
      else (sketch = new Sketch(canvas(), pen())).to(at)
    } else if (event.key === "Escape" && sketch) {
      sketch.drop()
      sketch = null
    } else return
    event.preventDefault()
    show()
    say(`Pen ${sketch ? "down" : "up"}, ${at.x} across, ${at.y} down`)
  }

  /** @type {Record<string, (event: any) => void>} */
  const listeners = {
    keydown: pressed,
    keyup: event => held.delete(event.key),
    focusin: () => {
      if (!canvas().matches(":focus-visible")) return
      show()
      say(HELP)
    },
    focusout: () => {
      held.clear()
      lift()
      mark?.remove()
      mark = null
      say("")
    },
  }
  for (const [kind, listener] of Object.entries(listeners))
    root.addEventListener(kind, event => event.target === canvas() && listener(event))
}

/**
 * @param {import("./sketch.js").Point} at
 * @param {[number, number]} way
 * @param {number} step
 * @param {number} width
 * @param {number} height
 */
export function moved({ x, y }, [right, down], step, width, height) {
  const within = (/** @type {number} */ place, /** @type {number} */ most) => Math.min(Math.max(place, 0), most)
  return { x: within(x + step * right, width), y: within(y + step * down, height) }
}

/**
 * Where the pen is: a ring as wide as its line, filled while it is down, to be seen on paper and on ink.
 *
 * @param {HTMLCanvasElement} sheet
 * @param {import("./sketch.js").Point} at
 * @param {number} radius
 * @param {boolean} down
 */
function ring(sheet, { x, y }, radius, down) {
  const ink = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"))
  for (const [colour, width] of /** @type {[string, number][]} */ ([["#fff", 5], ["#5b3fa8", 2.5]])) {
    Object.assign(ink, { strokeStyle: colour, lineWidth: width })
    ink.beginPath()
    ink.arc(x, y, radius, 0, 2 * Math.PI)
    for (const [across, along] of Object.values(WAYS)) {
      ink.moveTo(x + (radius + 2) * across, y + (radius + 2) * along)
      ink.lineTo(x + (radius + 8) * across, y + (radius + 8) * along)
    }
    ink.stroke()
  }
  if (!down) return
  ink.fillStyle = "#5b3fa8"
  ink.beginPath()
  ink.arc(x, y, 3, 0, 2 * Math.PI)
  ink.fill()
}
