// Colours of the theme. It is part of the style only, but a colour that changes slowly tells when it changes.

import { html } from "./html.js"

/** @type {OffscreenCanvasRenderingContext2D | null} */
let pen = null

/**
 * Calls back when the theme has changed.
 *
 * @param {Element} root
 * @param {() => void} callback
 */
export function watchTheme(root, callback) {
  const sign = html("i", { className: "theme" })
  sign.style.cssText = "position:absolute;color:var(--st-text-color);transition:color 1ms"
  sign.addEventListener("transitionend", callback)
  root.append(sign)
}

/**
 * Red, green and blue, from 0 to 255, of an element's background, however the style sheet writes it.
 *
 * @param {Element} swatch
 */
export function backgroundOf(swatch) {
  pen ??= /** @type {OffscreenCanvasRenderingContext2D} */ (
    new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
  )
  pen.fillStyle = getComputedStyle(swatch).backgroundColor
  pen.fillRect(0, 0, 1, 1)
  return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)]
}
