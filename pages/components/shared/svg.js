// Elements of SVG, and paths through points.

const SVG = "http://www.w3.org/2000/svg"

/**
 * @param {string} tag
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  set(element, attributes)
  element.append(...children)
  return /** @type {SVGElement} */ (element)
}

/**
 * An element as a plain list, such as core/figures makes them. Texts stay texts; nothing is parsed as markup.
 *
 * @typedef {[tag: string, attributes: Record<string, unknown>, children: any[]]} Drawing
 */

/**
 * @param {Drawing} drawing
 * @returns {SVGElement}
 */
export function drawn([tag, attributes, children]) {
  return svg(tag, attributes, ...children.map(child => (typeof child === "string" ? child : drawn(child))))
}

/**
 * @param {Element} element
 * @param {Record<string, unknown>} attributes
 */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
}

/**
 * A path through points, in hundredths of a pixel.
 *
 * @param {number[][]} points [x, y] each
 */
export function through(points) {
  return points.length ? "M" + points.map(point => point.map(x => Math.round(x * 100) / 100).join()).join("L") : ""
}
