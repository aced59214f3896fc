// The equation of a step as MathML: one aligned row for symbols, one for numbers, one for the result.

import { writtenName } from "./names.js"

const MATHML = "http://www.w3.org/1998/Math/MathML"

/**
 * An element as a plain list. Texts stay texts; nothing is parsed as markup. A slot has the index of its number as its
 * only child; `signed` is an attribute of those where a negative number needs brackets.
 *
 * @typedef {[tag: string, attributes: Record<string, any>, children: any[]]} Plain
 */

/**
 * The number that belongs into a slot, as a plain list.
 *
 * @param {Plain} slot
 * @param {string[]} numbers
 * @returns {Plain}
 */
export function filled([, { signed, ...attributes }, [index]], numbers) {
  const text = numbers[index]
  /** @type {Plain} */
  const number = ["mn", attributes, [text]]
  return signed && text.startsWith("−") ? ["mrow", {}, [["mo", {}, ["("]], number, ["mo", {}, [")"]]]] : number
}

/**
 * @param {Plain} plain
 * @param {string[]} numbers
 * @returns {Element}
 */
function math(plain, numbers) {
  const [tag, attributes, children] = plain[0] === "slot" ? filled(plain, numbers) : plain
  const element = document.createElementNS(MATHML, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children.map(child => (typeof child === "string" ? child : math(child, numbers))))
  return element
}

/**
 * @param {any} parent
 * @param {(Plain | string)[][]} rows of cells
 * @param {string[]} numbers the texts for the slots in the rows, if there are any
 */
export function showEquation(parent, rows, numbers = []) {
  if (!changed(parent, [rows, numbers])) return
  const table = document.createElementNS(MATHML, "mtable")
  for (const cells of rows) table.append(math(["mtr", {}, cells.map(cell => ["mtd", {}, [cell]])], numbers))
  const root = document.createElementNS(MATHML, "math")
  root.setAttribute("display", "block")
  root.append(table)
  parent.replaceChildren(...(rows.length ? [root] : []))
  fit(parent)
}

/**
 * Makes a long equation smaller; one that would be too small to read scrolls.
 *
 * @param {any} parent of the equation
 */
export function fit(parent) {
  const root = parent.querySelector("math")
  if (!root) return
  root.style.fontSize = ""
  const share = parent.clientWidth / parent.scrollWidth
  if (share < 1) root.style.fontSize = `${Math.max(0.6, 0.98 * share)}em`
}

/**
 * A text in which every name of a quantity is written as mathematics writes it, and lights up with all that show it.
 *
 * @param {HTMLElement} parent
 * @param {string} text
 * @param {Record<string, import("./names.js").Name>} names
 */
export function showWords(parent, text, names) {
  if (!changed(parent, text)) return
  parent.replaceChildren(...text.split(/([\p{L}\p{N}_]+)/u).map(word => {
    if (!Object.hasOwn(names, word)) return word
    const name = writtenName(names[word])
    name.dataset.id = word
    return name
  }))
}

/**
 * Whether an element shows something else than before; if not it is left alone, with its selection and its place, and
 * a screen reader does not read it again.
 *
 * @param {HTMLElement} element
 * @param {unknown} content
 */
export function changed(element, content) {
  const key = JSON.stringify(content)
  const differs = element.dataset.key !== key
  element.dataset.key = key
  return differs
}
