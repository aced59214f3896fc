// Where along a descent one is. The slider moves at once; the server follows as fast as it can.

const JUMPS = 10 // of a play without motion
const TICKS = 60 // of a play with it, at most
const TICK = 110 // milliseconds

class Walk {
  constructor(component) {
    this.root = component.parentElement.querySelector(".walk")
    this.find = selector => this.root.querySelector(selector)
    this.slider = this.find(".updates")
    this.rate = this.find(".rate input")
    this.mail = new Mail(events => this.setStateValue("events", events), late => (this.find(".late").hidden = !late))
    this.listen()
  }

  update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    this.data = data
    this.mail.answered(data.answered)
    this.slider.max = data.updates
    if (this.mail.idle) this.slider.value = data.update
    this.choices(".horizons", data.horizons, String(data.updates), text => ["horizon", "", text])
    this.choices(".rates", data.rates.map(rate => [rate, rate]), String(Number(data.exact)), text => ["edit", "learning_rate", text])
    if (!this.rate.matches(":focus")) this.rate.value = data.rate
    this.find(".problem").textContent = data.problem
    this.find(".remarks").textContent = data.remarks.join(" ")
    this.show()
  }

  choices(place, choices, chosen, event) {
    const parent = this.find(place)
    if (parent.children.length !== choices.length)
      parent.replaceChildren(...choices.map(([text, shown]) => {
        const button = html("button", { textContent: place === ".horizons" ? `${shown} updates` : shown })
        button.dataset.choice = text
        button.onclick = () => this.post(...event(text))
        return button
      }))
    for (const button of parent.children) button.ariaPressed = button.dataset.choice === chosen
  }

  get at() {
    return Number(this.slider.value)
  }

  show() {
    const { updates } = this.data, at = this.at
    this.find(".said").textContent = at ? `after ${at.toLocaleString("en")} of ${updates.toLocaleString("en")} updates` : "at the start"
    this.slider.ariaValueText = this.find(".said").textContent
    this.find("[data-do=back]").disabled = at <= 0
    this.find("[data-do=forward]").disabled = at >= updates
  }

  post(kind, name, text) {
    this.mail.post({ kind, name, text })
  }

  goTo(update) {
    const next = Math.min(Math.max(update, 0), this.data.updates)
    this.slider.value = next
    this.show()
    this.post("walk", "", String(next))
  }

  play() {
    if (this.at >= this.data.updates) this.goTo(0)
    this.find(".play").textContent = "Pause"
    const tick = () => {
      if (this.mail.idle) this.goTo(this.at + Math.ceil(this.data.updates / (still.matches ? JUMPS : TICKS)))
      if (this.at < this.data.updates) this.playing = setTimeout(tick, still.matches ? 1000 : TICK)
      else this.pause()
    }
    this.playing = setTimeout(tick, TICK)
  }

  pause() {
    clearTimeout(this.playing)
    this.playing = null
    this.find(".play").textContent = "Play"
  }

  listen() {
    this.slider.oninput = () => {
      this.pause()
      this.goTo(this.at)
    }
    this.root.addEventListener("click", event => {
      const name = event.target.closest("[data-do]")?.dataset.do
      if (name === "play") return this.playing ? this.pause() : this.play()
      if (name) this.pause()
      if (name === "back") this.goTo(this.at - 1)
      if (name === "forward") this.goTo(this.at + 1)
    })
    this.rate.onfocus = () => {
      this.rate.value = this.data.exact
      this.rate.select()
    }
    this.rate.onblur = () => (this.rate.value = this.data.rate)
    this.rate.onkeydown = event => {
      if (event.key !== "Escape") return
      this.rate.value = this.data.exact
      this.rate.blur()
    }
    this.rate.onchange = () => this.commit() // after Enter, and when the field is left
  }

  commit() {
    const text = this.rate.value.trim()
    if (text !== this.data.exact && text !== this.data.rate) this.post("edit", "learning_rate", text)
  }

  destroy() {
    this.pause()
    this.mail.close()
  }
}

export default mounted(Walk)
