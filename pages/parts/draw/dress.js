// What the canvas lacks: a name, fingers that do not disturb each other, a keyboard. It has a toolbar of its own,
// invisible until a mouse comes by; a finger never sees it, and still hits its buttons in the upper right corner. The
// page has buttons for all that is in it.

import { keyboard } from "./keyboard.js"
import { touches } from "./touch.js"

const PAUSE = 50 // milliseconds between two looks for the canvas
const MOST = 200 // looks
const STYLE = `
.dc-toolbar { display: none !important }
.upper-canvas { touch-action: pinch-zoom !important }
.upper-canvas:focus-visible { outline: 3px solid var(--st-primary-color, Highlight); outline-offset: -3px }`

/**
 * @typedef {object} Dressed what the canvas's host remembers, since the canvas itself may be replaced
 * @property {import("./sketch.js").Pen} pen
 * @property {(words: string) => void} say
 * @property {() => void} undo
 */

/** @typedef {{ setTriggerValue: (name: string, value: unknown) => void }} Triggers */

/** @param {import("../../components/shared/mount.js").Component & Triggers} component */
export default function dress({ data, parentElement, setTriggerValue }) {
  const said = /** @type {HTMLElement} */ (parentElement.querySelector(".said"))
  const now = {
    pen: data.pen,
    say: (/** @type {string} */ words) => (said.textContent = words),
    undo: () => setTriggerValue("undo", Date.now()),
  }
  let tries = MOST
  const look = () => {
    const place = document.querySelector(`.st-key-${data.place}`)
    /** @type {any} */
    const host = place && [...place.querySelectorAll("*")].find(each => each.shadowRoot?.querySelector(".upper-canvas"))
    if (host) put(host, now, data.name)
    else if (tries--) setTimeout(look, PAUSE)
  }
  look()
}

/**
 * @param {any} host
 * @param {Dressed} now
 * @param {string} name
 */
function put(host, now, name) {
  if (!host.dressed) begin(host)
  host.dressed = now
  const canvas = host.shadowRoot.querySelector(".upper-canvas")
  canvas.setAttribute("role", "application")
  canvas.tabIndex = 0
  canvas.ariaLabel = name
  if (host.shadowRoot.activeElement === canvas) now.say(name)
}

/** @param {any} host */
function begin(host) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet]
  const pen = () => host.dressed.pen
  touches(host.shadowRoot, pen)
  keyboard(host.shadowRoot, pen, words => host.dressed.say(words))
  document.addEventListener("keydown", event => {
    const writes = event.composedPath().some(each => each instanceof HTMLElement && each.matches("input, textarea"))
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || writes || !host.isConnected) return
    event.preventDefault()
    host.dressed.undo()
  })
}
