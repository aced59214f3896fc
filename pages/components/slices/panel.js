// One slice: built once, then its shapes are moved.

const BOX = { width: 260, height: 168, left: 40, right: 8, top: 8, bottom: 22 }
const INNER = { width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom }
const SHORTEST = 20 // of a step that is drawn
const RING = 5 // radius of the ring where it lands

class Panel {
  constructor(weight, drag) {
    this.weight = weight
    const part = (tag, name, more = {}) => (this[name] = svg(tag, { class: name, ...more }))
    const id = `slice-${Math.random().toString(36).slice(2)}`
    const clip = svg("clipPath", { id }, svg("rect", { x: -3, y: -3, width: INNER.width + 6, height: INNER.height + 6 }))
    this.ticks = svg("g", { "aria-hidden": "true" })
    const inside = svg("g", { "clip-path": `url(#${id})` },
      part("path", "tangent"), part("path", "curve"), part("path", "drop"), part("path", "step"), part("path", "head"),
      part("circle", "alone", { r: RING - 0.5 }), part("path", "together"), part("circle", "at", { r: 4.5 }),
      part("line", "held", { y1: 0, y2: INNER.height, visibility: "hidden" }))
    const plane = svg("rect", { width: INNER.width, height: INNER.height, fill: "transparent" })
    this.away = svg("text", { class: "away" })
    this.svg = svg("svg", { viewBox: `0 0 ${BOX.width} ${BOX.height}`, class: "plane", role: "slider", tabindex: 0 },
      svg("defs", {}, clip), svg("g", { transform: `translate(${BOX.left} ${BOX.top})` }, this.ticks, plane, inside, this.away))
    this.heading = html("div", { className: "heading" })
    this.lands = html("div", { className: "lands" })
    this.root = html("section", { className: "panel" }, this.heading, this.svg, this.lands)
    this.root.dataset.weight = weight
    this.listen(drag)
  }

  show(chart) {
    this.chart = chart
    const { texts } = chart, at = place(chart.at), alone = place(chart.alone), promised = place(chart.promised)
    set(this.curve, { d: through(chart.curve.map((y, k) => place([k / (chart.curve.length - 1), y]))) })
    set(this.tangent, { d: through(chart.tangent.map(place)) })
    set(this.at, { cx: at[0], cy: at[1] })
    set(this.alone, { cx: alone[0], cy: alone[1] })
    this.diamond(place(chart.together))
    this.arrow(at, promised, alone)
    set(this.drop, { d: through([promised, alone]) })
    this.outside(chart.alone[0])
    this.ticks.replaceChildren(...chart.up.flatMap(([y, text]) => this.tick(0, INNER.height * (1 - y), text, "up")),
      ...chart.across.flatMap(([x, text]) => this.tick(INNER.width * x, INNER.height, text, "across")))
    this.heading.replaceChildren(html("span", {}, writtenName(chart.name), html("b", { textContent: ` = ${texts.at}` })),
      html("span", { className: "slope", textContent: `slope ${texts.slope}` }))
    this.lands.replaceChildren(html("span", {}, "→ ", html("b", { textContent: texts.lands })),
      html("span", {}, "alone ", html("b", { textContent: texts.alone })),
      html("span", {}, "all ", html("b", { textContent: texts.together })))
    const [low, high] = chart.window
    set(this.svg, { "aria-label": `weight ${this.weight}`, "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": chart.exact,
      "aria-valuetext": `${this.weight} = ${texts.at}, slope ${texts.slope}, the update leads to ${texts.lands}` })
  }

  // Along the tangent from the point to where the update takes the weight. Where that is too short to be drawn, only a
  // head beside the point says which way it goes.
  arrow(from, to, alone) {
    const along = [to[0] - from[0], to[1] - from[1]], length = Math.hypot(...along)
    const unit = along.map(x => x / (length || 1)), side = [-unit[1] * 4, unit[0] * 4], short = length < SHORTEST
    const free = Math.hypot(to[0] - alone[0], to[1] - alone[1]) < RING + 2 ? RING : 0 // the head is not hidden by the ring
    const tip = short ? 13 : length - free, neck = tip - 7
    const at = far => [from[0] + unit[0] * far, from[1] + unit[1] * far]
    const corners = [at(tip), ...[1, -1].map(turn => at(neck).map((x, k) => x + turn * side[k]))]
    set(this.step, { d: short ? "" : through([from, at(neck)]) })
    set(this.head, { d: length ? through(corners) + "Z" : "" })
    this.head.classList.toggle("hint", short)
    set(this.alone, { visibility: short ? "hidden" : "visible" })
  }

  // The diamond stays in sight: where it is higher or lower than the picture it becomes an arrow at the edge.
  diamond([x, y]) {
    const up = y < 0, out = up || y > INNER.height
    set(this.together, { d: out ? (up ? "M0 -1L5 6H-5Z" : "M0 1L5 -6H-5Z") : "M0 -6L6 0L0 6L-6 0Z",
      transform: `translate(${x} ${out ? (up ? 0 : INNER.height) : y})` })
  }

  // A landing beyond the edge is said there.
  outside(x) {
    const left = x < 0, out = left || x > 1
    this.away.textContent = out ? (left ? `‹ lands at ${this.chart.texts.lands}` : `lands at ${this.chart.texts.lands} ›`) : ""
    set(this.away, { x: left ? 3 : INNER.width - 3, y: 12, "text-anchor": left ? "start" : "end" })
  }

  tick(x, y, text, kind) {
    const up = kind === "up"
    const rule = up ? { x1: 0, x2: INNER.width, y1: y, y2: y } : { x1: x, x2: x, y1: 0, y2: INNER.height }
    const where = up ? { x: -5, y, "text-anchor": "end", "dominant-baseline": "central" } : { x, y: y + 14, "text-anchor": "middle" }
    return [svg("line", { ...rule, class: "rule" }), svg("text", { ...where, class: "tick" }, text)]
  }

  listen(drag) {
    const to = event => {
      const box = this.svg.getBoundingClientRect()
      const x = ((event.clientX - box.left) / box.width) * BOX.width - BOX.left
      const share = Math.min(1, Math.max(0, x / INNER.width))
      set(this.held, { x1: share * INNER.width, x2: share * INNER.width, visibility: "visible" })
      drag(this.weight, this.rounded(this.chart.window[0] + share * this.width))
    }
    this.svg.onpointerdown = event => {
      if (event.button) return
      this.svg.setPointerCapture(event.pointerId)
      to(event)
    }
    this.svg.onpointermove = event => event.buttons && this.svg.hasPointerCapture(event.pointerId) && to(event)
    this.svg.onpointerup = this.svg.onpointercancel = () => set(this.held, { visibility: "hidden" })
    this.svg.onkeydown = event => {
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
      if (!steps || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      drag(this.weight, this.rounded((this.asked ?? this.chart.exact) + (steps * this.width) / 100))
    }
  }

  get width() {
    return this.chart.window[1] - this.chart.window[0]
  }

  // In steps that one can see: a number with as many decimals as the width of the window asks for.
  rounded(weight) {
    const decimals = Math.min(15, Math.max(0, Math.ceil(2.3 - Math.log10(this.width))))
    this.asked = Number(weight.toFixed(decimals))
    return String(this.asked)
  }
}

function place([x, y]) {
  return [x * INNER.width, (1 - y) * INNER.height]
}
