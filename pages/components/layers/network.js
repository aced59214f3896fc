// The network without an image: its layers as groups, each operation a box with its shape and what it costs.

const SCALE = 1 // pixels of the screen for one value of a map, so that 14 × 14 is half as wide as 28 × 28
const STEP = 1.2 // from one map of a stack to the next
const WIDEST = 54 // pixels of a stack
const MOST_DRAWN = 40 // maps of one stack; the number is beside it
const SVG = "http://www.w3.org/2000/svg"

function element(tag, className, ...children) {
  const made = document.createElement(tag)
  made.className = className
  made.append(...children)
  return made
}

function setText(place, text) {
  if (place.textContent !== text) place.textContent = text
}

// The children of `parent` become one element for each of `items`, those that are there already under the same name
// stay; `make` makes a new one.
function keep(parent, items, name, make) {
  const old = new Map([...parent.children].map(child => [child.dataset.name, child]))
  const wanted = items.map(item => {
    const child = old.get(name(item)) ?? make(item)
    child.dataset.name = name(item)
    return child
  })
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove()
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null)
  })
  return wanted
}

class Network {
  constructor(find) {
    this.find = find
    this.strip = find(".strip")
  }

  show({ title, groups, budget, probabilities }) {
    setText(this.find(".title"), title)
    this.strip.ariaLabel = title
    this.showBudget(budget)
    const last = { title: "Answer", operations: [] }
    const made = keep(this.strip, [...groups, last], group => group.title, group => this.group(group))
    this.boxes = new Map()
    groups.forEach((group, index) => {
      const boxes = keep(made[index].lastElementChild, group.operations, each => each.name, () => this.box())
      boxes.forEach((box, k) => this.showBox(box, group.operations[k]))
    })
    this.showProbabilities(made.at(-1).lastElementChild, probabilities)
    keep(this.find(".jumps"), [...groups, last], group => group.title, group => this.jump(group))
  }

  group({ title }) {
    const heading = element("h4", "layer", title)
    const group = element("section", "group", heading, element("div", "operations"))
    group.ariaLabel = title
    return group
  }

  jump({ title }) {
    const button = element("button", "jump", title.replace("Layer ", ""))
    button.type = "button"
    button.ariaLabel = `Show ${title}`
    button.onclick = () => {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
      const group = [...this.strip.children].find(each => each.dataset.name === title)
      const left = group.offsetLeft - this.strip.firstElementChild.offsetLeft
      this.strip.scrollTo({ left, behavior: calm ? "auto" : "smooth" })
    }
    return button
  }

  box() {
    const shape = element("div", "shape", element("span", "stack"), element("p", "size"))
    return element("article", "box", element("h5", "words"), shape, element("dl", "facts"), element("div", "seen"))
  }

  showBox(box, operation) {
    this.boxes.set(operation.name, box)
    box.title = operation.sentence ? `${operation.name}: ${operation.sentence}` : operation.name
    setText(box.querySelector(".words"), operation.words)
    const size = box.querySelector(".size")
    size.replaceChildren(...operation.shape.filter(text => text).map(text => element("span", "", text)))
    stack(box.querySelector(".stack"), operation)
    const facts = keep(box.querySelector(".facts"), operation.facts, ([term]) => term, ([term]) =>
      element("div", "fact", element("dt", "", term), element("dd", "")))
    facts.forEach((fact, index) => setText(fact.lastElementChild, operation.facts[index][1]))
  }

  showBudget({ text, work, share }) {
    setText(this.find(".budget-text"), text)
    setText(this.find(".work"), work)
    const bar = this.find(".budget")
    bar.classList.toggle("over", share > 1)
    bar.style.setProperty("--within", Math.min(share, 1 / share))
    bar.style.setProperty("--share", Math.min(share, 1))
  }

  showProbabilities(parent, { operation, count, shares, texts }) {
    const [box] = keep(parent, [operation], () => "answer", () =>
      element("article", "box answer", element("h5", "words", "Probabilities"), element("ol", "bars")))
    const digits = Array.from({ length: count }, (_, digit) => digit)
    const best = shares.indexOf(Math.max(...shares))
    const bars = keep(box.lastElementChild, digits, String, digit =>
      element("li", "bar", element("span", "digit", String(digit)), element("span", "length"), element("span", "share")))
    box.dataset.operation = operation
    bars.forEach((bar, digit) => {
      bar.style.setProperty("--share", shares[digit] ?? 0)
      bar.classList.toggle("best", digit === best)
      setText(bar.lastElementChild, texts[digit] ?? "")
    })
  }
}

// As many squares behind each other as there are maps; numbers that are no map are a column of dots.
function stack(place, { count, height, width }) {
  const key = [count, height, width].join()
  if (place.dataset.key === key) return
  place.dataset.key = key
  const drawn = Math.min(count, MOST_DRAWN), flat = height * width === 1
  const svg = document.createElementNS(SVG, "svg")
  const wide = flat ? 8 : width * SCALE, tall = flat ? 3 : height * SCALE
  const right = flat ? 0 : Math.min(STEP, (WIDEST - wide) / (drawn - 1 || 1)), down = flat ? 0.9 : right / 3
  const w = wide + (drawn - 1) * right + 2, h = tall + (drawn - 1) * down + 2
  svg.setAttribute("viewBox", `-1 -1 ${w} ${h}`)
  svg.setAttribute("width", w)
  svg.setAttribute("height", h)
  svg.setAttribute("aria-hidden", "true")
  for (let k = 0; k < drawn; k++) {
    const square = document.createElementNS(SVG, "rect")
    const back = drawn - 1 - k // the first map is in front, at the lower left
    const values = { x: back * right, y: flat ? k * down : (drawn - 1 - back) * down, width: wide, height: tall }
    for (const [name, value] of Object.entries(values)) square.setAttribute(name, value)
    svg.append(square)
  }
  place.replaceChildren(svg)
}
