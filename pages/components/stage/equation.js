// The equation of a step as MathML: one aligned row for symbols, one for numbers, one for the result.

const MATHML = "http://www.w3.org/1998/Math/MathML"

// An element from plain lists: [tag, attributes, children]. Texts stay texts; nothing is parsed as markup.
function math([tag, attributes, children]) {
  const element = document.createElementNS(MATHML, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children.map(child => (typeof child === "string" ? child : math(child))))
  return element
}

function showEquation(parent, rows) {
  if (!changed(parent, rows)) return
  const table = document.createElementNS(MATHML, "mtable")
  for (const cells of rows) table.append(math(["mtr", {}, cells.map(cell => ["mtd", {}, [cell]])]))
  const root = document.createElementNS(MATHML, "math")
  root.setAttribute("display", "block")
  root.append(table)
  parent.replaceChildren(...(rows.length ? [root] : []))
  const fit = parent.clientWidth / parent.scrollWidth // of a long equation; smaller than that it scrolls
  if (fit < 1) root.style.fontSize = `${Math.max(0.6, 0.98 * fit)}em`
}

// Words in which the names of quantities are marked: strings and { id, name: [letter, subscript] }.
function showWords(parent, parts) {
  if (!changed(parent, parts)) return
  parent.replaceChildren(...parts.map(part => {
    if (typeof part === "string") return part
    const span = writtenName(part.name)
    span.dataset.id = part.id
    return span
  }))
}

// A name with its subscript, among words: w5 is w with a lowered 5.
function writtenName([letter, below]) {
  const span = document.createElement("span"), subscript = document.createElement("sub")
  span.className = "symbol"
  subscript.textContent = below
  span.append(letter, subscript)
  return span
}

// Whether an element shows something else than before; if not it is left alone, with its selection and its place, and
// a screen reader does not read it again.
function changed(element, content) {
  const key = JSON.stringify(content)
  const differs = element.dataset.key !== key
  element.dataset.key = key
  return differs
}
