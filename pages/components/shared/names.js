// The name of a quantity with its subscript: w5 is w with a lowered 5.

import { html } from "./html.js"
import { svg } from "./svg.js"

/** @typedef {[letter: string, subscript: string]} Name */

/**
 * As pieces of an SVG text.
 *
 * @param {Name} name
 */
export function nameParts([letter, subscript]) {
  const parts = [svg("tspan", { class: "name" }, letter)]
  if (subscript) parts.push(svg("tspan", { class: "name subscript", dy: 3 }, subscript))
  return parts
}

/**
 * Among words.
 *
 * @param {Name} name
 */
export function writtenName([letter, subscript]) {
  const name = html("span", { className: "symbol" }, letter)
  if (subscript) name.append(html("sub", {}, subscript))
  return name
}
