// The canvas has a toolbar of its own, invisible until a mouse comes by. A finger never sees it, and still hits its
// buttons in the upper right corner; the page has buttons for all that is in it. And the canvas has no name.

const PAUSE = 50 // milliseconds between two looks for the canvas
const MOST = 200 // looks

/** @param {import("../../components/shared/mount.js").Component} component */
export default function dress({ data }) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(".dc-toolbar { display: none !important }")
  let tries = MOST
  const look = () => {
    const place = document.querySelector(`.st-key-${data.place}`)
    /** @type {any} */
    const host = place && [...place.querySelectorAll("*")].find(each => each.shadowRoot?.querySelector(".upper-canvas"))
    if (host) put(host, sheet, data.name)
    else if (tries--) setTimeout(look, PAUSE)
  }
  look()
}

/**
 * @param {any} host
 * @param {CSSStyleSheet} sheet
 * @param {string} name
 */
function put(host, sheet, name) {
  if (!host.dressed) host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet]
  host.dressed = true
  const canvas = host.shadowRoot.querySelector(".upper-canvas")
  canvas.setAttribute("role", "img")
  canvas.ariaLabel = name
}
