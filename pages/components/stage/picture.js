// The network as an SVG. Built once for each layout; after that only texts, widths and classes change.

const SVG = "http://www.w3.org/2000/svg"

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

// A name with its subscript: w5 -> w₅, a_h1 -> a with h1 lowered.
function nameIn(element, [letter, subscript]) {
  element.append(letter)
  if (subscript) element.append(svg("tspan", { dy: "0.28em", class: "subscript" }, subscript))
}

class Picture {
  constructor(kind, layout, names, label) {
    this.texts = new Map() // id -> text element
    this.shapes = [] // { element, ids }
    this.root = svg("svg", { viewBox: `0 0 ${layout.width} ${layout.height}`, role: "group", "aria-label": label, class: kind })
    for (const edge of layout.edges) this.root.append(this.line(edge))
    for (const edge of layout.edges) if (edge.label) this.root.append(this.label(edge, layout, names))
    for (const node of layout.nodes) this.root.append(this.node(node, names, layout))
  }

  line(edge) {
    const [x1, y1, x2, y2] = edge.line
    const at = { x1, y1, x2, y2 }
    const element = svg("g", { class: "edge" },
      svg("line", { ...at, class: "wire" }), svg("line", { ...at, class: "pulse" }), svg("line", { ...at, class: "reach" }))
    element.dataset.ids = edge.ids.join("|")
    element.dataset.weight = edge.weight ?? ""
    this.shapes.push({ element, ids: edge.ids })
    return element
  }

  label(edge, layout, names) {
    const [x, y] = edge.label, [w, h] = layout.label
    const element = svg("g", { class: "label given" }, svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 7 }))
    const line = row => y - h / 2 + 15 + 15 * row
    const name = svg("text", { x: x - w / 2 + 7, y: line(0), class: "name" })
    nameIn(name, names[edge.weight])
    element.append(name, this.number(edge.weight, x + w / 2 - 7, line(0), "value end"),
      this.number(`∂${layout.loss}/∂${edge.weight}`, x + w / 2 - 7, line(1), "gradient end", "∂", x - w / 2 + 7),
      this.number(`${edge.weight}⁺`, x + w / 2 - 7, line(2), "update end", "new", x - w / 2 + 7))
    const flow = svg("text", { x: x + w / 2 - 7, class: "flow end", "data-forward": line(1), "data-backward": line(2) })
    flow.dataset.flow = edge.weight
    element.append(flow)
    element.dataset.ids = edge.ids.join("|")
    element.dataset.field = edge.weight
    this.shapes.push({ element, ids: edge.ids })
    return element
  }

  node(node, names, layout) {
    const { x, y, width: w, height: h } = node
    const ids = [node.name, `∂${layout.loss}/∂${node.name}`, `${node.name}⁺`]
    const element = svg("g", { class: node.given ? "node given" : "node" },
      svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 10 }))
    const line = row => y - h / 2 + 16 + 17 * row
    const name = svg("text", { x, y: line(0), class: "name middle" })
    nameIn(name, names[node.name])
    element.append(name, this.number(node.name, x, line(1) + 1, "value middle"))
    if (!node.given) {
      element.append(this.number(ids[1], x, line(2), "gradient middle"), this.number(ids[2], x, line(3) - 1, "update middle"))
      element.dataset.field = ""
    } else element.dataset.field = node.name
    element.dataset.ids = ids.join("|")
    this.shapes.push({ element, ids })
    return element
  }

  // A number that can change, with an optional sign before it that shows only when the number does.
  number(id, x, y, kind, before, beforeX) {
    const group = svg("g", { class: `number ${kind} empty` })
    const text = svg("text", { x, y })
    text.dataset.id = id
    if (before) group.append(svg("text", { x: beforeX, y, class: "before" }, before))
    group.append(text)
    this.texts.set(id, text)
    return group
  }

  // texts: id -> string for all that is known; flow: weight -> string; lit: ids; weights: weight -> number
  show({ texts, flow, lit, phase, weights }) {
    for (const [id, element] of this.texts) setText(element, texts[id] ?? "")
    this.root.dataset.phase = phase
    for (const { element, ids } of this.shapes) {
      element.classList.toggle("lit", ids.some(id => lit.has(id)))
      const weight = element.dataset.weight
      if (weight) {
        element.style.setProperty("--width", 1.2 + 1.3 * Math.min(Math.abs(weights[weight]), 4) + "px")
        element.classList.toggle("negative", weights[weight] < 0)
      }
    }
    for (const element of this.root.querySelectorAll("[data-flow]")) {
      element.setAttribute("y", element.dataset[phase === "backward" ? "backward" : "forward"]) // the line that is free
      setText(element, flow[element.dataset.flow] ?? "")
    }
  }
}

// Changes a text in place; a number that was there and is now another one flashes.
function setText(element, text) {
  if (element.textContent === text) return
  const flash = element.textContent !== "" && text !== ""
  element.textContent = text
  element.classList.toggle("long", text.length > 10)
  element.closest(".number")?.classList.toggle("empty", text === "")
  if (flash) element.animate?.([{ opacity: 0.15 }, { opacity: 1 }], { duration: 350, easing: "ease-out" })
}
