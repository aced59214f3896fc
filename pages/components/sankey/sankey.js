// Streams from the loss, right or below, back to one quantity, left or above.

const WIDEST = 84 // pixels: all streams side by side
const NODE = { width: 92, height: 44 }
const FLAT = { level: 128, row: 108 } // least room for a level and for a node beside another, left to right
const UPRIGHT = { level: 96, row: 112 } // and from top to bottom
const NARROW = 620
const ROOMY = 72 // pixels between two nodes: enough for a times sign too

class Rivers {
  constructor(component) {
    this.root = component.parentElement.querySelector(".rivers")
    this.find = selector => this.root.querySelector(selector)
    this.svg = this.find("svg")
    this.mail = new Mail(events => this.setStateValue("events", events), () => {})
    this.resized = new ResizeObserver(() => this.draw())
    this.resized.observe(this.find(".bed"))
    this.listen()
  }

  update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    this.mail.answered(data.answered)
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    this.data = data
    this.draw()
  }

  draw() {
    if (!this.data) return
    const { levels, most, nodes, words, balance } = this.data, room = this.find(".bed").clientWidth
    this.upright = room < NARROW || room < levels * (NODE.width + 26)
    const width = this.upright ? room : Math.min(room, levels * 190)
    const height = this.upright ? levels * UPRIGHT.level : Math.max(190, most * FLAT.row)
    this.along = this.upright ? height : width
    this.across = this.upright ? Math.min(width, Math.max(260, most * UPRIGHT.row)) : height
    this.aside = this.upright ? (width - this.across) / 2 : 0
    this.widest = Math.min(WIDEST, this.across / (most * 1.15))
    const node = nodes.map(each => this.middle(each))
    set(this.svg, { width, height, "aria-label": words })
    this.svg.replaceChildren(...this.streams(node), ...this.factors(node), ...nodes.map((each, k) => this.node(each, node[k], k)))
    this.find(".balance").replaceChildren(...balance.map(({ text, note, sign, sum }) =>
      html("span", { className: [sign > 0 ? "more" : sign < 0 ? "less" : "", sum ? "sum" : ""].join(" ") }, text, ...(note ? [html("small", { textContent: note })] : []))))
    this.tell(null)
  }

  // Along and across: the quantity is at the beginning, the loss at the end.
  middle({ level, place }) {
    const { levels } = this.data, half = (this.upright ? NODE.height : NODE.width) / 2 + 2
    const along = levels === 1 ? this.along / 2 : half + (1 - level / (levels - 1)) * (this.along - 2 * half)
    return [along, this.aside + place * this.across]
  }

  point([along, across]) {
    return this.upright ? [across, along] : [along, across]
  }

  streams(node) {
    const { streams, flows } = this.data, widest = this.widest
    return streams.flatMap((stream, k) => {
      const points = stream.nodes.map((at, level) => [node[at][0], node[at][1] + stream.offsets[level] * widest])
      const d = this.curve(points), width = Math.max(1, stream.width * widest)
      const kind = !flows || !stream.sign ? "none" : stream.sign > 0 ? "more" : "less"
      const bed = svg("path", { class: `stream ${kind}`, d, "stroke-width": flows ? width : 2 })
      bed.dataset.stream = k
      const grain = kind === "less" && width > 3 ? [svg("path", { class: "grain", d })] : []
      return [bed, ...grain]
    })
  }

  curve(points) {
    const text = point => this.point(point).map(x => Math.round(x * 10) / 10).join()
    return "M" + text(points[0]) + points.slice(1).map((to, k) => {
      const from = points[k], bend = (to[0] - from[0]) / 2
      return `C${text([from[0] + bend, from[1]])} ${text([to[0] - bend, to[1]])} ${text(to)}`
    }).join("")
  }

  node({ name, written, sent, level, width }, middle, k) {
    const [x, y] = this.point(middle), last = this.data.nodes.length - 1
    // Where streams begin and end, the node is as wide as all of them.
    const reach = level === 0 || k === last ? width * this.widest + 14 : 0
    const size = this.upright ? [Math.max(NODE.width, reach), NODE.height] : [NODE.width, Math.max(NODE.height, reach)]
    const kind = sent.startsWith("+") ? "more-text" : sent === "0" ? "" : "less-text"
    const group = svg("g", { class: `node${k === last ? " chosen" : ""}`, role: "button", tabindex: k === last ? -1 : 0, "aria-label": `the gradient of ${name}` },
      svg("rect", { x: x - size[0] / 2, y: y - size[1] / 2, width: size[0], height: size[1], rx: 10 }),
      svg("text", { x, y: y - 4 }, ...nameParts(written)), svg("text", { x, y: y + 14, class: `sent ${kind}` }, sent))
    group.dataset.name = name
    return group
  }

  factors(node) {
    const tight = !this.upright && this.along / (this.data.levels - 1) - NODE.width < ROOMY
    return this.data.factors.map(({ from, to, symbol, number }) => {
      const [x, y] = this.point(node[from].map((each, k) => (each + node[to][k]) / 2))
      const what = symbol[0] ? [svg("text", { x, y: y - 6, class: "what" }, ...nameParts(symbol))] : []
      return svg("g", { class: "factor" }, ...what, svg("text", { x, y: y + (what.length ? 9 : 4) }, tight ? number : `× ${number}`))
    })
  }

  // The stream that is pointed at, in words.
  tell(k) {
    const { streams, nodes } = this.data, stream = streams[k]
    this.svg.classList.toggle("pointed", Boolean(stream))
    for (const each of this.svg.querySelectorAll(".stream")) each.classList.toggle("hot", each.dataset.stream === String(k))
    const told = this.find(".told")
    if (!stream) return told.replaceChildren("Point at a stream to follow it; click a node to see the paths to it.")
    const names = stream.nodes.map(at => writtenName(nodes[at].written)).flatMap((name, j) => (j ? [" → ", name] : [name]))
    const factors = stream.factors.filter(factor => factor !== "1")
    told.replaceChildren(...names, `:  ${factors.map(factor => (factor.startsWith("−") ? `(${factor})` : factor)).join(" · ") || "1"} = ${stream.amount}`)
  }

  listen() {
    this.svg.addEventListener("pointerover", event => this.tell(event.target.dataset.stream ?? null))
    this.svg.addEventListener("pointerleave", () => this.tell(null))
    const choose = event => {
      const name = event.target.closest(".node:not(.chosen)")?.dataset.name
      if (name) this.mail.post({ kind: "of", name, text: "" })
      else if (event.target.dataset.stream) this.tell(event.target.dataset.stream)
    }
    this.svg.addEventListener("click", choose)
    this.svg.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      choose(event)
    })
  }

  destroy() {
    this.resized.disconnect()
    this.mail.close()
  }
}

export default mounted(Rivers)
