// The stage: picture, equation, stepper, timeline and tweaks, joined by one id for every symbol.
// Stepping happens here, at once; what changes a number goes to the server, which answers with all the others.

const KEYS = { ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", " ": "play" }
const OWN_KEYS = "input, select, textarea, canvas, [contenteditable], " + // what needs these keys itself
  "slider tab radio combobox listbox option menu menuitem dialog grid".split(" ").map(role => `[role=${role}]`).join()
const ROOMY_PRECISE = 1200 // the same, where numbers have 12 digits
const MANY = 80 // steps whose dots have no room in one row
const OWN_SPACE = "button, a, summary, [role=button]"

class Stage extends Board {
  constructor(component) {
    super(component, ".stage")
    this.index = 0
    this.restored = 0 // the number of the event that brings our numbers back after a restart of the server
    this.timeline = new Timeline(this.find(".timeline"), index => this.goTo(index))
    this.tweaks = new Tweaks(this.find(".tweaks"), this.mail, ids => this.highlight(ids))
    this.listen()
  }

  get step() {
    return this.data?.steps[this.index]
  }

  update({ data, setStateValue }) {
    const name = this.step?.name
    this.setStateValue = setStateValue
    if (this.data && data.session !== this.session) this.restore()
    this.session = data.session
    if (data.answered < this.restored) return // these are not our numbers yet
    this.data = data = { ...data, steps: this.steps(data) }
    this.draw(data)
    this.timeline.build(data.steps)
    this.tweaks.build(data.fields)
    const wanted = data.jump === this.jump && name ? name : data.step // the server moves us only when it means to
    if (data.jump !== this.jump) this.pause()
    this.jump = data.jump
    const found = data.steps.findIndex(step => step.name === wanted)
    this.index = found < 0 ? data.steps.findIndex(step => step.name === data.home) : found // another network, other steps
    this.mail.answered(data.answered)
    this.show()
  }

  // The server was started anew and knows only the address that this page was opened with: tell it where we are.
  restore() {
    this.restored = this.mail.postFirst({ kind: "restore", name: "", text: new URLSearchParams(this.link()).toString() })
  }

  // The steps of the introduction or those of the lesson: the index of the first one here, and how many they are.
  chapter() {
    const { steps } = this.data
    const first = steps.findLastIndex((step, index) => step.first && index <= this.index)
    const next = steps.findIndex((step, index) => step.first && index > first)
    return { first, count: (next < 0 ? steps.length : next) - first }
  }

  show() {
    const { steps, fields, problem, remarks, names } = this.data
    const step = steps[this.index], { first, count } = this.chapter()
    const texts = Object.assign({}, ...steps.slice(first, this.index + 1).map(each => each.new))
    const weights = Object.fromEntries(fields.map(field => [field.id, field.number]))
    const lit = new Set(step.lit)
    for (const picture of this.pictures) picture.show({ texts, flow: step.flow, lit, phase: step.phase, weights })
    this.frame.dataset.phase = step.phase
    this.frame.classList.toggle("precise", this.data.precise)
    this.frame.classList.toggle("roomy", this.data.layouts.wide.width > (this.data.precise ? ROOMY_PRECISE : ROOMY))
    this.frame.classList.toggle("many", steps.length > MANY)
    const done = fields.find(field => field.id === "update").number
    this.find(".phase").textContent = `${step.phase} · step ${this.index - first + 1} of ${count}`
      + (done ? ` · after ${done} update${done > 1 ? "s" : ""}` : "")
    showWords(this.find(".title"), step.title, names)
    showWords(this.find(".sentence"), step.sentence, names)
    showEquation(this.find(".equation"), step.rows, step.numbers)
    this.timeline.show(steps, this.index)
    this.tweaks.show(fields)
    this.find(".problem").textContent = problem
    showWords(this.find(".remarks"), remarks, names)
    this.highlight(this.pointed ?? [])
    this.linking ??= setTimeout(() => this.showLink(), 300) // browsers refuse more than a few changes a second
    const last = this.index === steps.length - 1
    this.button("back").disabled = this.button("phase-back").disabled = this.index === 0
    this.button("forward").disabled = this.button("phase-forward").disabled = last
    this.button("next-update").classList.toggle("now", last)
  }

  button(name) {
    return this.find(`[data-do=${name}]`)
  }

  goTo(index) {
    const next = Math.min(Math.max(index, 0), this.data.steps.length - 1)
    if (next === this.index) return
    this.index = next
    this.show()
    clearTimeout(this.telling) // while a key is held down or a lesson plays, only the last step is told
    this.telling = setTimeout(() => this.mail.post({ kind: "step", name: "", text: this.step.name }), 1500)
  }

  // The query parameters that lead back here.
  link() {
    const { link, home } = this.data
    return this.step.name === home ? link : { ...link, step: this.step.name }
  }

  // Streamlit's own bound widgets replace the address in the same way.
  showLink() {
    clearTimeout(this.linking)
    this.linking = null
    const link = new URLSearchParams(location.search)
    for (const name of [...this.data.linkNames, "step"]) link.delete(name)
    for (const [name, value] of Object.entries(this.link())) link.set(name, value)
    const search = link.size ? `?${link}` : ""
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
  }

  goToPhase(direction) {
    const { steps } = this.data
    let index = this.index
    if (direction > 0) while (index < steps.length - 1 && steps[index].phase === steps[this.index].phase) index++
    else {
      index = Math.max(0, index - 1)
      while (index > 0 && steps[index - 1].phase === steps[index].phase) index--
    }
    this.goTo(index)
  }

  play() {
    if (this.index === this.data.steps.length - 1) this.goTo(0)
    this.button("play").textContent = "Pause"
    const tick = () => {
      this.goTo(this.index + 1)
      if (this.index < this.data.steps.length - 1) this.playing = setTimeout(tick, this.find("select").value)
      else this.pause()
    }
    this.playing = setTimeout(tick, this.find("select").value)
  }

  pause() {
    clearTimeout(this.playing)
    this.playing = null
    this.button("play").textContent = "Play"
  }

  do(name) {
    if (name !== "play") this.pause()
    if (name === "back") this.goTo(this.index - 1)
    if (name === "forward") this.goTo(this.index + 1)
    if (name === "first") this.goTo(this.chapter().first)
    if (name === "last") this.goTo(this.chapter().first + this.chapter().count - 1)
    if (name === "phase-back") this.goToPhase(-1)
    if (name === "phase-forward") this.goToPhase(1)
    if (name === "play") this.playing ? this.pause() : this.play()
    if (name === "next-update") this.mail.post({ kind: "advance", name: "", text: "" })
  }

  listen() {
    this.frame.addEventListener("click", event => {
      const name = event.target.closest("[data-do]")?.dataset.do
      if (name) this.do(name)
      if (event.detail) event.target.closest("button")?.blur() // or space would press it again instead of playing
      const field = event.target.closest("[data-field]")?.dataset.field
      if (field) this.tweaks.focus(field)
    })
    this.onkey = event => this.key(event)
    document.addEventListener("keydown", this.onkey)
    this.onhide = () => this.showLink()
    addEventListener("pagehide", this.onhide)
  }

  // Arrow keys, space, Home and End, unless the key means something to what has the focus.
  key(event) {
    const name = KEYS[event.key]
    if (!name || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return
    const target = event.composedPath()[0]
    if (target.closest?.(OWN_KEYS) || (event.key === " " && target.closest?.(OWN_SPACE))) return
    event.preventDefault()
    this.do(name)
    if (target.classList?.contains("dot")) this.timeline.dots[this.index].focus()
  }

  destroy() {
    super.destroy()
    this.pause()
    clearTimeout(this.telling)
    clearTimeout(this.linking)
    document.removeEventListener("keydown", this.onkey)
    removeEventListener("pagehide", this.onhide)
  }
}

export default mounted(Stage)
