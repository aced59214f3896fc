// Fingers and pens on the canvas. The first finger draws and others are ignored; two that come together are a pinch,
// which zooms the page and draws nothing; a pen wins over the hand that rests beside it. The canvas alone follows
// whichever finger moved last, so it sees none of their events, only the strokes that were meant.

import { Sketch } from "./sketch.js"

const MEANT = 8 // pixels: a finger that has come farther draws, and is not the first of a pinch
const PALM = 2000 // milliseconds after a pen, in which a finger is its hand

/**
 * @param {ShadowRoot} root the canvas's
 * @param {() => import("./sketch.js").Pen} pen
 */
export function touches(root, pen) {
  /** @type {{ id: number, kind: string, sketch: Sketch } | null} */
  let hand = null
  let pinch = false, penned = -PALM
  /** @param {Event} event */
  const onCanvas = event => /** @type {HTMLElement} */ (event.target).matches(".upper-canvas")
  const drop = () => {
    hand?.sketch.drop()
    hand = null
  }
  const draws = () => hand !== null && (hand.kind === "pen" || hand.sketch.reach > MEANT)

  /** @type {Record<string, (event: any) => void>} */
  const listeners = {
    pointerdown(event) {
      if (event.pointerType === "mouse") return
      event.preventDefault() // no mouse events afterwards
      const { pointerId: id, pointerType: kind } = event
      if (kind === "pen") drop()
      else if (hand || pinch || event.timeStamp - penned < PALM) return
      hand = { id, kind, sketch: new Sketch(event.target, pen()) }
      hand.sketch.to(place(event))
    },
    pointermove(event) {
      if (event.pointerType === "pen") penned = event.timeStamp
      if (event.pointerId !== hand?.id) return
      const all = event.getCoalescedEvents?.() ?? []
      for (const each of all.length ? all : [event]) hand?.sketch.to(place(each, event.target))
    },
    pointerup(event) {
      if (event.pointerType === "pen") penned = event.timeStamp
      if (event.pointerId !== hand?.id) return
      hand?.sketch.commit()
      hand = null
    },
    pointercancel(event) {
      if (event.pointerId === hand?.id) drop()
    },
    touchstart(event) {
      event.stopImmediatePropagation()
      if (event.touches.length < 2) pinch = false
      else if (draws()) event.preventDefault() // a palm zooms nothing
      else {
        pinch = true
        drop()
      }
    },
    touchmove(event) {
      event.stopImmediatePropagation()
      if (draws() && event.cancelable) event.preventDefault()
    },
    touchend(event) {
      event.stopImmediatePropagation()
      if (event.cancelable) event.preventDefault() // no mouse events afterwards
      pinch &&= event.touches.length > 0
    },
  }
  for (const [kind, listener] of Object.entries(listeners))
    root.addEventListener(kind, event => onCanvas(event) && listener(event), { capture: true, passive: false })
}

/**
 * @param {PointerEvent} event
 * @param {EventTarget | null} canvas
 */
function place(event, canvas = event.target) {
  const { left, top } = /** @type {HTMLElement} */ (canvas).getBoundingClientRect()
  return { x: event.clientX - left, y: event.clientY - top }
}
