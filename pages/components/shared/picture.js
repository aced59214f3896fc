// The network as an SVG. Built once for each layout; after that only texts, widths and classes change.

const SVG = "http://www.w3.org/2000/svg"
const still = matchMedia("(prefers-reduced-motion: reduce)")

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

// A name with its subscript, as pieces of a text: w5 is w with a lowered 5.
function nameParts([letter, subscript]) {
  return [svg("tspan", { class: "name" }, letter), svg("tspan", { class: "name subscript", dy: 3 }, subscript)]
}

class Picture {
  constructor(kind, layout, names, label) {
    this.numbers = new Map() // id -> the piece of text that shows it
    this.shapes = [] // { element, ids }
    this.labels = []
    this.root = svg("svg", { viewBox: `0 0 ${layout.width} ${layout.height}`, role: "group", "aria-label": label, class: kind })
    for (const edge of layout.edges) this.edge(edge)
    for (const edge of layout.edges) if (edge.label) this.label("label given", edge.weight, edge.ids, edge.label, layout, names)
    for (const { name, ids, x, y } of layout.tags) this.label("label given tag", name, ids, [x, y], layout, names)
    for (const node of layout.nodes) this.node(node, layout, names)
  }

  // A group of shapes that stands for some ids; `field` is the number that a click on it leads to.
  group(kind, ids, field, ...children) {
    const element = svg("g", { class: kind }, ...children)
    element.dataset.ids = ids.join("|")
    element.dataset.field = field
    this.shapes.push({ element, ids })
    this.root.append(element)
    return element
  }

  edge(edge) {
    const [x1, y1, x2, y2, ...corners] = edge.line
    const [tag, path] = corners.length ? ["polyline", { points: edge.line.join(" ") }] : ["line", { x1, y1, x2, y2 }]
    const lines = ["wire", "pulse", "reach"].map(kind => svg(tag, { ...path, class: kind }))
    const element = this.group("edge", edge.ids, edge.weight ?? "", ...lines)
    element.dataset.weight = edge.weight ?? ""
    if (edge.slope) element.append(this.number(edge.ids[0], ...edge.slope, "gradient middle", [svg("tspan", {}, "×")]))
  }

  // The number of a weight or bias, its gradient and its new value.
  label(kind, name, ids, [x, y], layout, names) {
    const [w, h] = layout.label
    const right = x + w / 2 - 7, line = row => y - h / 2 + 15 + 15 * row
    const box = svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 7 })
    const flow = svg("text", { x: right, class: "flow end" })
    flow.dataset.flow = name
    flow.dataset.forward = line(1)
    flow.dataset.backward = line(2)
    const element = this.group(kind, ids, name, box,
      this.number(name, right, line(0), "value end", nameParts(names[name])),
      this.number(`∂${layout.loss}/∂${name}`, right, line(1), "gradient end", before("∂ ")),
      this.number(`${name}⁺`, right, line(2), "update end", before("new ")), flow)
    this.labels.push({ element, box })
  }

  node(node, layout, names) {
    const { x, y, width: w, height: h } = node, line = row => y - h / 2 + 16 + 17 * row
    const ids = [node.name, `∂${layout.loss}/∂${node.name}`, `${node.name}⁺`, `Δ${node.name}`]
    const element = this.group(node.given ? "node given" : "node", ids, node.given ? node.name : "",
      svg("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 10 }),
      svg("text", { x, y: line(0), class: "middle" }, ...nameParts(names[node.name])),
      this.number(ids[0], x, line(1) + 1, "value middle"))
    if (!node.given)
      element.append(this.number(ids[1], x, line(2), "gradient middle", before("∂ ")),
        this.number(ids[2], x, line(3) - 1, "update middle", before("new ")))
  }

  // A number that can change, after something that says what it is; the whole is hidden while there is no number.
  number(id, x, y, kind, parts = []) {
    const number = svg("tspan", parts.length > 1 ? { dy: -3, dx: 4 } : {})
    number.dataset.id = id
    this.numbers.set(id, number)
    return svg("text", { x, y, class: `number ${kind} empty` }, ...parts, number)
  }

  // texts: id -> string for all that is known; flow: weight -> string; lit: ids; weights: weight -> number
  show({ texts, flow, lit, phase, weights }) {
    for (const [id, element] of this.numbers) setText(element, texts[id] ?? "")
    this.root.dataset.phase = phase
    for (const { element, ids } of this.shapes) {
      element.classList.toggle("lit", ids.some(id => lit.has(id)))
      const weight = element.dataset.weight
      if (weight) {
        element.style.setProperty("--width", 1.2 + 2.2 * Math.sqrt(Math.min(Math.abs(weights[weight]), 5)) + "px")
        element.classList.toggle("negative", weights[weight] < 0)
      }
    }
    for (const element of this.root.querySelectorAll("[data-flow]")) {
      element.setAttribute("y", element.dataset[phase === "backward" ? "backward" : "forward"]) // the line that is free
      setText(element, flow[element.dataset.flow] ?? "")
    }
    for (const { element, box } of this.labels) {
      const lines = [...element.querySelectorAll("text")].filter(text => text.textContent && !text.classList.contains("empty"))
      box.setAttribute("height", 5 + 15 * lines.length)
    }
  }
}

function before(text) {
  return [svg("tspan", { class: "before" }, text)]
}

// Changes a text in place. A number that becomes another one glows for a moment; it can be read all the while.
function setText(element, text) {
  if (element.textContent === text) return
  const glow = element.textContent !== "" && text !== "" && !still.matches && !element.getAnimations().length
  element.textContent = text
  element.classList.toggle("long", text.length > 10)
  element.closest(".number")?.classList.toggle("empty", text === "")
  if (glow) element.animate([{ strokeOpacity: 0.45 }, { strokeOpacity: 0 }], { duration: 600, easing: "ease-out" })
}
