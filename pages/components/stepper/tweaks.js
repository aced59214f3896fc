// A slider and a text field for every number that can be changed; while a slider is dragged the numbers follow.

class Tweaks {
  constructor(parent, mail, hover) {
    this.parent = parent
    this.mail = mail
    this.hover = hover
    this.rows = new Map()
  }

  build(fields) {
    const key = fields.map(field => field.id).join()
    if (this.key === key) return
    this.key = key
    this.rows.clear()
    this.parent.replaceChildren()
    for (const field of fields) {
      const row = document.createElement("div")
      const slider = document.createElement("input"), text = document.createElement("input")
      row.className = "row"
      row.dataset.id = field.id
      row.dataset.group = field.group
      Object.assign(slider, { type: "range", ariaLabel: field.label })
      Object.assign(text, { type: "text", inputMode: "decimal", ariaLabel: `${field.label}, typed` })
      Object.assign(text, { spellcheck: false, autocomplete: "off", maxLength: 60 })
      slider.oninput = () => this.edit(field.id, slider.value)
      slider.onchange = () => (slider.dataset.held = "")
      slider.onpointerdown = () => (slider.dataset.held = "yes")
      slider.onpointerup = slider.onpointercancel = () => (slider.dataset.held = "")
      text.onfocus = () => {
        text.value = text.dataset.exact
        text.select()
      }
      text.oninput = () => (text.dataset.dirty = "yes")
      text.onblur = () => this.commit(field.id, text)
      text.onkeydown = event => {
        if (event.key === "Enter") this.commit(field.id, text)
        if (event.key === "Escape") this.leave(text)
      }
      row.onpointerenter = () => this.hover([field.id])
      row.onpointerleave = () => this.hover([])
      row.addEventListener("focusin", () => this.hover([field.id]))
      row.addEventListener("focusout", () => this.hover([]))
      row.append(writtenName(field.name), slider, text)
      if (field.choices) row.append(this.choices(field))
      this.rows.set(field.id, { row, slider, text })
      this.parent.append(row)
    }
  }

  choices(field) {
    const group = document.createElement("div")
    group.className = "choices"
    group.append(...field.choices.map(choice => {
      const button = document.createElement("button")
      button.textContent = choice
      button.ariaLabel = `${field.label} ${choice}`
      button.onclick = () => this.edit(field.id, choice)
      return button
    }))
    return group
  }

  commit(id, text) {
    const changed = text.dataset.dirty && text.value.trim() !== text.dataset.exact
    if (changed) this.edit(id, text.value)
    this.leave(text, changed)
  }

  // Back to the rounded number, unless a new one is on its way.
  leave(text, changed = false) {
    text.dataset.dirty = ""
    if (!changed) text.value = text.dataset.shown
  }

  edit(id, value) {
    this.mail.post({ kind: "edit", name: id, text: value })
  }

  show(fields) {
    for (const field of fields) {
      const { row, slider, text } = this.rows.get(field.id)
      row.hidden = field.min === field.max
      if (!slider.dataset.held && this.mail.idle) {
        const range = slider.max - slider.min, wanted = field.max - field.min
        const keep = range > wanted && range < 10 * wanted && slider.min <= field.min && slider.max >= field.max
        if (!keep || field.id === "update") { // a range that shrank at once would make the thumb jump
          slider.min = field.min
          slider.max = field.max
        }
        slider.step = field.step
        slider.value = field.number
      }
      slider.setAttribute("aria-valuetext", field.text)
      text.dataset.shown = field.text
      text.dataset.exact = field.exact
      const wanted = text.matches(":focus") ? field.exact : field.text
      if (!text.dataset.dirty && text.value !== wanted) text.value = wanted
    }
  }

  focus(id) {
    this.rows.get(id)?.text.focus()
  }
}
