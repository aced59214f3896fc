// A slider and a text field for every number that can be changed; while a slider is dragged the numbers follow.

import { html } from "../shared/html.js"
import { writtenName } from "../shared/names.js"

/**
 * `text` is the number as it is shown, `exact` with all its digits.
 *
 * @typedef {object} Field
 * @property {string} id
 * @property {import("../shared/names.js").Name} name
 * @property {string} label
 * @property {string} group
 * @property {string} text
 * @property {string} exact
 * @property {number} number
 * @property {number} min
 * @property {number} max
 * @property {number} step
 * @property {string[]} [choices]
 */

/** @typedef {{ row: HTMLElement, slider: HTMLInputElement, text: HTMLInputElement }} Row */

export class Tweaks {
  /** @type {Map<string, Row>} */
  rows = new Map()
  key = "" // of the fields that there are
  refused = false // whether the server has said that a number makes no sense

  /**
   * @param {HTMLElement} parent
   * @param {import("../shared/mailbox.js").Mailbox} mailbox
   * @param {(ids: string[]) => void} hover
   */
  constructor(parent, mailbox, hover) {
    this.parent = parent
    this.mailbox = mailbox
    this.hover = hover
  }

  /** @param {Field[]} fields */
  build(fields) {
    const key = fields.map(field => field.id).join()
    if (this.key === key) return
    this.key = key
    this.rows = new Map(fields.map(field => [field.id, this.row(field)]))
    this.parent.replaceChildren(...[...this.rows.values()].map(({ row }) => row))
  }

  /**
   * @param {Field} field
   * @returns {Row}
   */
  row(field) {
    const slider = this.slider(field), text = this.text(field)
    const name = writtenName(field.name)
    const named = field.group === "learning rate" ? html("span", {}, "learning rate ", name) : name
    const row = html("div", { className: "row" }, named, slider, text)
    row.dataset.id = field.id
    row.dataset.group = field.group
    if (field.choices) row.append(this.choices(field, field.choices))
    row.onpointerenter = () => this.hover([field.id])
    row.onpointerleave = () => this.hover([])
    row.addEventListener("focusin", () => this.hover([field.id]))
    row.addEventListener("focusout", () => this.hover([]))
    return { row, slider, text }
  }

  /** @param {Field} field */
  slider({ id, label }) {
    const slider = html("input", { type: "range", ariaLabel: label })
    slider.oninput = () => this.edit(id, slider.value)
    slider.onpointerdown = () => (slider.dataset.held = "yes")
    slider.onchange = slider.onpointerup = slider.onpointercancel = () => (slider.dataset.held = "")
    return slider
  }

  /** @param {Field} field */
  text({ id, label }) {
    const text = html("input", { type: "text", spellcheck: false, maxLength: 60 })
    text.autocomplete = text.autocapitalize = "off" // and the whole keyboard: iOS's digits have no minus
    text.ariaLabel = `${label}, typed`
    text.onfocus = () => {
      text.value = text.dataset.exact ?? ""
      text.select()
    }
    text.oninput = () => (text.dataset.dirty = "yes")
    text.onblur = () => this.commit(id, text)
    text.onkeydown = event => {
      if (event.key === "Enter") this.commit(id, text)
      if (event.key === "Escape") {
        this.corrected()
        this.leave(text)
      }
    }
    return text
  }

  /**
   * @param {Field} field
   * @param {string[]} choices
   */
  choices({ id, label }, choices) {
    return html("div", { className: "choices" }, ...choices.map(choice => {
      const onclick = () => this.edit(id, choice)
      return html("button", { textContent: choice, ariaLabel: `${label} ${choice}`, onclick })
    }))
  }

  /**
   * @param {string} id
   * @param {HTMLInputElement} text
   */
  commit(id, text) {
    const typed = Boolean(text.dataset.dirty), changed = typed && text.value.trim() !== text.dataset.exact
    if (changed) this.edit(id, text.value)
    else if (typed) this.corrected()
    this.leave(text, changed)
  }

  /**
   * Back to the rounded number, unless a new one is on its way.
   *
   * @param {HTMLInputElement} text
   */
  leave(text, changed = false) {
    text.dataset.dirty = ""
    if (!changed) text.value = text.dataset.shown ?? ""
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  edit(name, text) {
    this.mailbox.post({ kind: "edit", name, text })
  }

  // The number is again what it was before: what was said of another one is over.
  corrected() {
    if (this.refused) this.mailbox.post({ kind: "corrected", name: "", text: "" })
  }

  /**
   * @param {Field[]} fields
   * @param {boolean} refused
   */
  show(fields, refused) {
    this.refused = refused
    for (const field of fields) {
      const { row, slider, text } = /** @type {Row} */ (this.rows.get(field.id))
      row.hidden = field.min === field.max
      if (!slider.dataset.held && this.mailbox.idle) {
        const range = { min: Number(slider.min), max: Number(slider.max) }
        if (field.id === "update" || !keeps(range, field))
          Object.assign(slider, { min: String(field.min), max: String(field.max) })
        slider.step = String(field.step)
        slider.value = String(field.number)
      }
      slider.setAttribute("aria-valuetext", field.text)
      text.dataset.shown = field.text
      text.dataset.exact = field.exact
      const wanted = text.matches(":focus") ? field.exact : field.text
      if (!text.dataset.dirty && text.value !== wanted) text.value = wanted
    }
  }

  /** @param {string} id */
  focus(id) {
    this.rows.get(id)?.text.focus()
  }
}

/**
 * Whether a slider keeps its range although a smaller one would do: one that shrank at once would make the thumb jump.
 *
 * @param {{ min: number, max: number }} range
 * @param {{ min: number, max: number }} wanted
 */
export function keeps(range, wanted) {
  const now = range.max - range.min, least = wanted.max - wanted.min
  return now > least && now < 10 * least && range.min <= wanted.min && range.max >= wanted.max
}
