// The equation of a step as MathML: one aligned row for symbols, one for numbers, one for the result.

const MATHML = "http://www.w3.org/1998/Math/MathML"

// An element from plain lists: [tag, attributes, children]. Texts stay texts; nothing is parsed as markup.
// A slot has the index of its number as its only child; `signed` are those where a negative number needs brackets.
function math([tag, { signed, ...attributes }, children], numbers) {
  if (tag === "slot") {
    const text = numbers[children[0]], number = ["mn", attributes, [text]]
    const brackets = signed && text.startsWith("−")
    return math(brackets ? ["mrow", {}, [["mo", {}, ["("]], number, ["mo", {}, [")"]]]] : number)
  }
  const element = document.createElementNS(MATHML, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children.map(child => (typeof child === "string" ? child : math(child, numbers))))
  return element
}

// `numbers` are the texts for the slots in the rows, if there are any.
function showEquation(parent, rows, numbers = []) {
  if (!changed(parent, [rows, numbers])) return
  const table = document.createElementNS(MATHML, "mtable")
  for (const cells of rows) table.append(math(["mtr", {}, cells.map(cell => ["mtd", {}, [cell]])], numbers))
  const root = document.createElementNS(MATHML, "math")
  root.setAttribute("display", "block")
  root.append(table)
  parent.replaceChildren(...(rows.length ? [root] : []))
  const fit = parent.clientWidth / parent.scrollWidth // of a long equation; smaller than that it scrolls
  if (fit < 1) root.style.fontSize = `${Math.max(0.6, 0.98 * fit)}em`
}

// A text in which every name of a quantity is written as mathematics writes it, and lights up with all that show it.
function showWords(parent, text, names) {
  if (!changed(parent, text)) return
  parent.replaceChildren(...text.split(/([\p{L}\p{N}_]+)/u).map(word => {
    if (!Object.hasOwn(names, word)) return word
    const span = writtenName(names[word])
    span.dataset.id = word
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
