// The curves. All of every curve is there from the beginning, faint; what has been run is uncovered from the left.

const MARGIN = { left: 58, right: 54, top: 26, bottom: 40 }
const DASHES = ["", "8 3", "2 3", "10 3 2 3", "16 4", "5 2", "1 4", "12 3 2 3 2 3"]
const APART = 15 // pixels between two labels

class Chart {
  constructor(parent) {
    this.parent = parent
    this.axes = svg("g", { "aria-hidden": "true" })
    this.faint = svg("g", { class: "faint" })
    this.strong = svg("g")
    this.finish = svg("g", { class: "finish" })
    this.headLine = svg("line", { class: "head-line" })
    this.runners = svg("g")
    const id = `uncovered-${Math.random().toString(36).slice(2)}`
    this.uncovered = svg("rect", { x: 0, y: 0 })
    this.frame = svg("rect", { x: 0, y: 0 })
    this.faint.setAttribute("clip-path", `url(#${id}-frame)`)
    this.strong.setAttribute("clip-path", `url(#${id})`)
    const clips = svg("defs", {}, svg("clipPath", { id }, this.uncovered), svg("clipPath", { id: `${id}-frame` }, this.frame))
    this.inside = svg("g", {}, this.faint, this.headLine, this.strong, this.finish, this.runners)
    this.root = svg("svg", { role: "img" }, clips, this.axes, this.inside)
    parent.append(this.root)
  }

  // `kinds` says for both directions whether the axis is "linear" or "log".
  build(data, kinds, colours) {
    const width = this.parent.clientWidth, height = width < 600 ? 270 : 340
    this.data = data
    this.kinds = kinds
    this.width = Math.max(60, width - MARGIN.left - MARGIN.right)
    this.height = height - MARGIN.top - MARGIN.bottom
    set(this.root, { width, height, "aria-label": data.summary })
    set(this.inside, { transform: `translate(${MARGIN.left} ${MARGIN.top})` })
    set(this.axes, { transform: `translate(${MARGIN.left} ${MARGIN.top})` })
    set(this.frame, { width: this.width, height: this.height })
    set(this.uncovered, { height: this.height })
    this.drawAxes()
    this.drawFinish()
    const curves = data.runners.map(runner => this.curve(runner, colours))
    this.faint.replaceChildren(...curves.map(curve => curve.cloneNode()))
    this.strong.replaceChildren(...curves)
    this.runners.replaceChildren(...data.runners.map(runner => {
      const mark = runner.stopped ? svg("path", { d: "M-5 -5L5 5M-5 5L5 -5" }) : svg("circle", { r: 6 })
      const group = svg("g", { class: "runner" }, svg("circle", { r: 6 }), mark, svg("text", { x: 10, "dominant-baseline": "central" }, runner.name))
      group.style.setProperty("--colour", colours[runner.hue % colours.length])
      return group
    }))
  }

  get last() {
    return Math.max(1, this.data.updates.at(-1))
  }

  // Places in pixels, from the left and from the top.
  x(update) {
    const share = this.kinds.across === "log" ? Math.log(update + 1) / Math.log(this.last + 1) : update / this.last
    return share * this.width
  }

  y(loss) {
    const [low, high] = this.data.axes[this.kinds.up].window
    if (this.kinds.up === "linear") return (1 - (loss - low) / (high - low)) * this.height
    return (1 - Math.log(Math.max(loss, low / 10) / low) / Math.log(high / low)) * this.height
  }

  // The update, with fractions, at a share of the way from left to right; and the other way round.
  updateAt(share) {
    return this.kinds.across === "log" ? Math.exp(share * Math.log(this.last + 1)) - 1 : share * this.last
  }

  shareOf(update) {
    return this.x(update) / this.width
  }

  drawAxes() {
    const { axes, across } = this.data, parts = []
    for (const [loss, text] of axes[this.kinds.up].ticks) {
      const y = this.y(loss)
      parts.push(svg("line", { x1: 0, x2: this.width, y1: y, y2: y, class: "rule" }))
      parts.push(svg("text", { x: -8, y, class: "tick", "text-anchor": "end", "dominant-baseline": "central" }, text))
    }
    let free = -Infinity
    for (const [update, text] of across[this.kinds.across]) {
      const x = this.x(update), half = 4 * text.length
      if (x - half < free) continue
      free = x + half + 6
      parts.push(svg("line", { x1: x, x2: x, y1: this.height, y2: this.height + 5, class: "rule" }))
      parts.push(svg("text", { x, y: this.height + 18, class: "tick", "text-anchor": "middle" }, text))
    }
    parts.push(svg("line", { x1: 0, x2: this.width, y1: this.height, y2: this.height, class: "rule" }))
    parts.push(svg("text", { x: this.width, y: this.height + 34, class: "title", "text-anchor": "end" }, "updates"))
    parts.push(svg("text", { x: -8, y: -12, class: "title", "text-anchor": "end" }, ...nameParts(["E", "total"])))
    this.axes.replaceChildren(...parts)
  }

  drawFinish() {
    const { finish } = this.data
    if (finish === null) return this.finish.replaceChildren()
    const y = this.y(finish), above = y > 20
    this.finish.replaceChildren(
      svg("line", { x1: 0, x2: this.width, y1: y, y2: y }),
      svg("text", { x: 4, y: y + (above ? -6 : 14) }, `target ${this.data.aim}`))
  }

  curve(runner, colours) {
    const points = runner.losses.flatMap((loss, at) => (loss === null ? [] : [[this.x(this.data.updates[at]), this.y(loss)]]))
    const curve = svg("path", { class: "curve", d: through(points) })
    curve.style.setProperty("--colour", colours[runner.hue % colours.length])
    curve.style.setProperty("--dash", DASHES[runner.hue] || "none")
    return curve
  }

  // Uncovers everything up to a share of the way; `losses` are those of the runners there, null for none.
  show(share, losses) {
    const { runners } = this.data, x = share * this.width
    set(this.uncovered, { width: x })
    set(this.headLine, { x1: x, x2: x, y1: 0, y2: this.height })
    const update = this.updateAt(share)
    const places = runners.map((runner, k) => {
      const stopped = runner.stopped && update > runner.lasted
      return { x: stopped ? this.x(runner.lasted) : x, y: Math.min(Math.max(this.y(losses[k]), -4), this.height + 4), stopped }
    })
    const heights = spread(places.map(place => place.y), APART, 4, this.height - 4)
    places.forEach((place, k) => {
      const [dot, mark, label] = this.runners.children[k].children
      set(dot, { cx: place.x, cy: place.y, visibility: place.stopped ? "hidden" : "visible" })
      if (mark.tagName === "path") set(mark, { transform: `translate(${place.x} ${place.y})`, visibility: place.stopped ? "visible" : "hidden" })
      else set(mark, { visibility: "hidden" })
      set(label, { x: place.x + 11, y: heights[k] })
    })
  }
}
