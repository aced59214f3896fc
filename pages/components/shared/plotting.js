// What all charts of this page are drawn with: SVG elements, axes, numbers.

const SVG = "http://www.w3.org/2000/svg"
const RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
const still = matchMedia("(prefers-reduced-motion: reduce)")

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  set(element, attributes)
  element.append(...children)
  return element
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
}

function html(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}

// A name with its subscript as pieces of a text: w5 is w with a lowered 5.
function nameParts([letter, subscript]) {
  const parts = [svg("tspan", { class: "name" }, letter)]
  if (subscript) parts.push(svg("tspan", { class: "name subscript", dy: 3 }, subscript), svg("tspan", { dy: -3 }, "\u200b"))
  return parts
}

// The same among words.
function writtenName([letter, subscript]) {
  const name = html("span", { className: "symbol" }, letter)
  if (subscript) name.append(html("sub", {}, subscript))
  return name
}

// A path through points, [x, y] each.
function through(points) {
  return points.length ? "M" + points.map(point => point.map(x => Math.round(x * 100) / 100).join()).join("L") : ""
}

// A number in four digits: 0.2411, 2.300×10⁻⁵.
function written(number) {
  const size = Math.abs(number)
  if (number === 0) return "0"
  if (size >= 1e-4 && size < 1e4) return number.toPrecision(4).replace("-", "−")
  const [mantissa, power] = number.toExponential(3).split("e")
  const raised = [...String(Number(power))].map(each => RAISED["-0123456789".indexOf(each)]).join("")
  return `${mantissa.replace("-", "−")}×10${raised}`
}

// Heights of labels, pushed apart so that they are at least `apart` from each other, within `low` and `high`.
function spread(heights, apart, low, high) {
  const order = heights.map((height, k) => [height, k]).sort((a, b) => a[0] - b[0])
  const placed = []
  let least = low
  for (const [height, k] of order) {
    placed.push([Math.max(height, least), k])
    least = placed.at(-1)[0] + apart
  }
  let most = high
  for (const each of placed.reverse()) {
    each[0] = Math.min(each[0], most)
    most = each[0] - apart
  }
  const result = []
  for (const [height, k] of placed) result[k] = height
  return result
}

// Calls back when the theme has changed: it is part of the style only, but a colour that changes slowly tells.
function watchTheme(root, callback) {
  const sign = html("i", { className: "theme" })
  sign.style.cssText = "position:absolute;color:var(--st-text-color);transition:color 1ms"
  sign.addEventListener("transitionend", callback)
  root.append(sign)
}
