// The map with its axes, the path of the descent on it, and the place that the pointer is at.

const EDGE = { left: 68, right: 14, top: 8, bottom: 42 }
const STOPS = 60 // a path with more points has no dots

class Surface {
  constructor(component) {
    this.root = component.parentElement.querySelector(".surface")
    this.find = selector => this.root.querySelector(selector)
    this.ground = new Ground(this.root, this.find("canvas"))
    this.svg = this.find("svg")
    const part = (tag, name, more = {}) => (this[name] = svg(tag, { class: name, ...more }))
    const id = `map-${Math.random().toString(36).slice(2)}`
    this.frame = svg("rect", { x: 0, y: 0 })
    this.plane = svg("rect", { fill: "transparent" })
    this.ticks = svg("g", { "aria-hidden": "true" })
    this.stops = svg("g")
    this.faint = svg("path", { class: "route faint" })
    this.halo = svg("path", { class: "route halo" })
    this.done = svg("path", { class: "route done" })
    this.coming = svg("path", { class: "route coming" })
    const inside = svg("g", { "clip-path": `url(#${id})` }, this.faint, this.coming, this.halo, this.done, this.stops, part("circle", "begin", { r: 5 }), part("circle", "here", { r: 7 }))
    this.aim = svg("g", { visibility: "hidden" }, svg("line", { class: "aim" }), svg("line", { class: "aim" }), svg("text", { class: "aim-text" }))
    this.inside = svg("g", { transform: `translate(${EDGE.left} ${EDGE.top})` }, this.ticks, this.plane, inside, this.aim)
    this.svg.append(svg("defs", {}, svg("clipPath", { id }, this.frame)), this.inside)
    this.mail = new Mail(events => this.setStateValue("events", events), late => (this.find(".late").hidden = !late))
    this.listen()
  }

  async update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    this.mail.answered(data.answered)
    this.newest = data
    if (data.packed !== this.packed) await this.ground.read(data)
    if (this.newest !== data) return // a newer one came meanwhile
    this.packed = data.packed
    this.data = data
    this.show()
  }

  show() {
    if (!this.data) return
    const total = this.find(".map").clientWidth
    if (!total) return
    this.width = total - EDGE.left - EDGE.right
    this.height = Math.round(Math.min(this.width * 0.72, 520))
    set(this.svg, { width: total, height: this.height + EDGE.top + EDGE.bottom, "aria-label": this.data.words })
    for (const rectangle of [this.frame, this.plane]) set(rectangle, { width: this.width, height: this.height })
    Object.assign(this.find("canvas").style, { left: `${EDGE.left}px`, top: `${EDGE.top}px`, width: `${this.width}px`, height: `${this.height}px` })
    this.paint()
    this.drawTicks()
    this.drawPath()
  }

  paint() {
    const bands = this.ground.bands(this.data.levels.length + 1)
    const key = [this.packed.length, this.packed, this.width, bands.join()].join("|")
    if (key === this.painted) return
    this.painted = key
    this.ground.paint(this.width, this.height, bands)
    const what = html("span", { className: "what" }, "E", html("sub", { textContent: "total" }))
    this.find(".scale").replaceChildren(what, ...bands.map((band, k) => {
      const line = k < this.data.levels.length ? [html("span", { className: "line", textContent: this.data.levels[k] })] : []
      const piece = html("span", { className: "band" }, ...line)
      piece.style.background = `rgb(${band.join()})`
      return piece
    }))
  }

  place([x, y]) {
    return [x * this.width, (1 - y) * this.height]
  }

  drawTicks() {
    const [across, up] = this.data.ticks, { width, height } = this
    const parts = across.flatMap(([where, text]) => {
      const x = where * width
      return [svg("line", { x1: x, x2: x, y1: height, y2: height + 5, class: "rule" }),
        svg("text", { x, y: height + 18, class: "tick", "text-anchor": "middle" }, text)]
    })
    parts.push(...up.flatMap(([where, text]) => {
      const y = (1 - where) * height
      return [svg("line", { x1: -5, x2: 0, y1: y, y2: y, class: "rule" }),
        svg("text", { x: -8, y, class: "tick", "text-anchor": "end", "dominant-baseline": "central" }, text)]
    }))
    parts.push(svg("text", { x: width / 2, y: height + 37, class: "title", "text-anchor": "middle" }, ...nameParts(this.data.names[0])))
    parts.push(svg("text", { x: 14 - EDGE.left, y: height / 2, class: "title", "text-anchor": "middle" }, ...nameParts(this.data.names[1])))
    this.ticks.replaceChildren(...parts)
  }

  drawPath() {
    const { path, done } = this.data, points = path.map(point => this.place(point))
    for (const path of [this.halo, this.done]) set(path, { d: through(points.slice(0, done + 1)) })
    for (const path of [this.faint, this.coming]) set(path, { d: through(points.slice(done)) })
    const stops = points.length > STOPS ? [] : points
    this.stops.replaceChildren(...stops.map(([cx, cy]) => svg("circle", { cx, cy, r: 2.6, class: "stop" })))
    set(this.begin, { cx: points[0][0], cy: points[0][1] })
    const [cx, cy] = points[done]
    set(this.here, { cx, cy })
  }

  // The two weights under the pointer, with as many decimals as the map can tell apart.
  under(event) {
    const box = this.svg.getBoundingClientRect()
    const x = (event.clientX - box.left - EDGE.left) / this.width, y = 1 - (event.clientY - box.top - EDGE.top) / this.height
    if (x < 0 || x > 1 || y < 0 || y > 1) return null
    const weights = [x, y].map((share, axis) => {
      const [low, high] = this.data.windows[axis]
      return Number((low + share * (high - low)).toFixed(Math.min(15, Math.max(0, Math.ceil(2.5 - Math.log10(high - low))))))
    })
    return { x, y, weights }
  }

  listen() {
    this.svg.addEventListener("pointermove", event => {
      const under = event.pointerType === "touch" ? null : this.under(event)
      set(this.aim, { visibility: under ? "visible" : "hidden" })
      if (!under) return
      const [x, y] = this.place([under.x, under.y]), [down, right, text] = this.aim.children
      set(down, { x1: x, x2: x, y1: 0, y2: this.height })
      set(right, { x1: 0, x2: this.width, y1: y, y2: y })
      set(text, { x: x + (under.x > 0.7 ? -8 : 8), y: y + (under.y > 0.9 ? 18 : -8), "text-anchor": under.x > 0.7 ? "end" : "start" })
      text.textContent = this.data.weights.map((name, k) => `${name} = ${under.weights[k]}`.replace("-", "−")).join(", ")
    })
    this.svg.addEventListener("pointerleave", () => set(this.aim, { visibility: "hidden" }))
    this.svg.addEventListener("click", event => {
      const under = this.under(event)
      if (under) this.mail.post({ kind: "pick", name: this.data.weights.join(), text: under.weights.join() })
    })
    this.resized = new ResizeObserver(() => this.show())
    this.resized.observe(this.find(".map"))
    this.find(".swatch.high").addEventListener("transitionend", () => this.show())
  }

  destroy() {
    this.resized.disconnect()
    this.mail.close()
  }
}

export default mounted(Surface)
