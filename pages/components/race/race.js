// A race that is played in the browser: the head runs from left to right, everything else follows from where it is.

const STATIONS = 10 // of a play without motion

class Race {
  constructor(component) {
    this.root = component.parentElement.querySelector(".race")
    this.find = selector => this.root.querySelector(selector)
    this.chart = new Chart(this.find(".chart"))
    this.lanes = new Lanes(this.find(".lanes"))
    this.share = 1 // of the way from the first update to the last
    this.listen()
  }

  update({ data }) {
    const key = JSON.stringify(data)
    if (key === this.key) return
    this.key = key
    this.data = data
    this.find("[data-axis=up]").disabled = !data.axes.log
    this.build()
  }

  get kinds() {
    const log = name => this.find(`[data-axis=${name}]`).checked && !this.find(`[data-axis=${name}]`).disabled
    return { up: log("up") ? "log" : "linear", across: log("across") ? "log" : "linear" }
  }

  build() {
    if (!this.data || !this.find(".chart").clientWidth) return
    const colours = getComputedStyle(this.root).getPropertyValue("--st-chart-categorical-colors").split(",").map(each => each.trim())
    this.chart.build(this.data, this.kinds, colours)
    this.lanes.build(this.data, colours)
    this.show()
  }

  // The loss of a runner at an update between those that were sent: on the line that is drawn.
  lossAt(runner, update) {
    const { updates } = this.data, until = Math.min(update, runner.lasted)
    let next = updates.findIndex(each => each >= until)
    while (runner.losses[next] === null) next--
    if (next <= 0 || updates[next] <= until) return runner.losses[Math.max(next, 0)]
    const before = updates[next - 1], weight = (until - before) / (updates[next] - before)
    return runner.losses[next - 1] * (1 - weight) + runner.losses[next] * weight
  }

  show() {
    const exact = this.chart.updateAt(this.share), shown = this.nearest(exact)
    this.chart.show(this.share, this.data.runners.map(runner => this.lossAt(runner, exact)))
    this.lanes.show(shown, this.data.runners.map(runner => this.lossAt(runner, shown)), this.kinds.up)
    this.find(".said").textContent = shown ? `after ${shown.toLocaleString("en")} update${shown > 1 ? "s" : ""}` : "at the start"
    const head = this.find(".head")
    head.value = Math.round(1000 * this.share)
    head.ariaValueText = this.find(".said").textContent
  }

  // The last update that has been reached of those whose losses are known.
  nearest(exact) {
    return this.data.updates.findLast(update => update <= exact + 1e-6) ?? 0
  }

  goTo(share) {
    this.share = Math.min(1, Math.max(0, share))
    this.show()
  }

  play() {
    if (this.share >= 1) this.goTo(0)
    this.find(".play").textContent = "Pause"
    let before
    const frame = now => {
      const seconds = before === undefined ? 0 : (now - before) / 1000
      before = now
      this.goTo(this.share + seconds / Number(this.find("select").value))
      if (this.share < 1) this.playing = requestAnimationFrame(frame)
      else this.pause()
    }
    const station = () => {
      this.goTo(Math.floor(this.share * STATIONS + 1.001) / STATIONS)
      if (this.share < 1) this.waiting = setTimeout(station, (100 * Number(this.find("select").value)))
      else this.pause()
    }
    if (still.matches) this.waiting = setTimeout(station, 600)
    else this.playing = requestAnimationFrame(frame)
  }

  pause() {
    cancelAnimationFrame(this.playing)
    clearTimeout(this.waiting)
    this.playing = this.waiting = null
    this.find(".play").textContent = "Play"
  }

  listen() {
    this.find(".play").onclick = () => (this.playing || this.waiting ? this.pause() : this.play())
    this.find(".head").oninput = event => {
      this.pause()
      this.goTo(event.target.value / 1000)
    }
    this.find(".head").onkeydown = event => this.step(event)
    for (const box of this.root.querySelectorAll("[data-axis]")) {
      box.onchange = () => {
        const update = this.chart.updateAt(this.share)
        this.build()
        this.goTo(this.share === 1 ? 1 : this.chart.shareOf(update))
      }
    }
    const follow = event => {
      this.pause()
      this.goTo((event.clientX - this.find(".chart").getBoundingClientRect().left - MARGIN.left) / this.chart.width)
    }
    this.chart.root.onpointerdown = event => {
      this.chart.root.setPointerCapture(event.pointerId)
      follow(event)
    }
    this.chart.root.onpointermove = event => event.buttons && follow(event)
    this.resized = new ResizeObserver(() => this.build())
    this.resized.observe(this.find(".chart"))
    watchTheme(this.root, () => this.build())
  }

  // The arrow keys go from update to update.
  step(event) {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
    if (!direction) return
    event.preventDefault()
    this.pause()
    const { updates } = this.data, at = updates.indexOf(this.nearest(this.chart.updateAt(this.share)))
    this.goTo(this.chart.shareOf(updates[Math.min(Math.max(at + direction, 0), updates.length - 1)]))
  }

  destroy() {
    this.pause()
    this.resized.disconnect()
  }
}

export default mounted(Race)
