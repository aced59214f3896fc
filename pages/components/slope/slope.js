// The introduction for who has never seen a derivative: five ideas, each with one thing to drag. Every number was
// computed by the network itself, at each place that can be reached; here they are only looked up and drawn.

import { showEquation, showWords } from "../shared/equation.js"
import { closest, html } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { calm } from "../shared/motion.js"
import { fourDigits } from "../shared/numbers.js"
import { within } from "../shared/pointer.js"
import { Curve } from "./curve.js"
import { Gears } from "./gears.js"
import { isNew, knows, remember } from "./memory.js"
import { Network } from "./network.js"

/** @typedef {import("../shared/mount.js").Component} Component */

const [ERROR, SLOPE, NUDGE, GEARS, SIGNS] = [0, 1, 2, 3, 4] // the ideas, in their order
const PACE = 70 // milliseconds between the places of a gear that turns by itself
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }
const OTHERS = [" ", "Home", "End", "PageUp", "PageDown"] // which would move the stepper
// The lesson keeps its width, so that its formulas still fit when it is shown.
const HIDDEN = ".st-key-lesson, .st-key-backprop-tab { visibility: hidden; height: 0; overflow: hidden }"

class Introduction {
  /** @type {any} */
  data
  built = "" // the id of the data that are drawn
  idea = 0
  place = 0
  turn = 0
  nudge = 0
  /** @type {Network | undefined} */
  network = undefined
  /** @type {Curve | undefined} */
  curve = undefined
  /** @type {Gears | undefined} */
  gears = undefined
  /** @type {ReturnType<typeof setInterval> | undefined} */
  turning = undefined

  /** @param {Component} component */
  constructor({ parentElement }) {
    this.root = /** @type {HTMLElement} */ (parentElement.querySelector(".slope"))
    this.onkey = (/** @type {KeyboardEvent} */ event) => this.key(event)
    this.hiding = new CSSStyleSheet()
    this.hiding.replaceSync(HIDDEN)
    this.listen()
  }

  /** @param {Component} component */
  update({ data }) {
    this.data = data
    const wanted = isNew(data.opened)
    if (this.built !== data.course) this.build()
    if (wanted || (data.first && !this.built && !knows())) this.open()
    this.built = data.course
    this.hide(!this.root.hidden)
  }

  /**
   * The lesson is out of sight as long as the introduction is open.
   *
   * @param {boolean} whether
   */
  hide(whether) {
    const others = document.adoptedStyleSheets.filter(sheet => sheet !== this.hiding)
    document.adoptedStyleSheets = whether ? [...others, this.hiding] : others
  }

  build() {
    const { along, gears, nudges, names, weight, turnAt, ideas } = this.data
    this.curve?.destroy()
    this.network?.destroy()
    this.place = (along.length - 1) / 2
    this.network = new Network(this.find(".network"), this.data)
    Object.assign(this.find(".weight input"), { max: String(along.length - 1), ariaLabel: `weight ${weight}` })
    showWords(this.find(".weight span"), weight, names)
    this.curve = new Curve(this.find(".curve"), this.data, place => this.go({ place }))
    this.gears = new Gears(this.find(".gears"), gears)
    Object.assign(this.find(".turn input"), { max: String(gears[0].turned.length - 1), ariaLabel: turnAt })
    showWords(this.find(".turn span"), turnAt, names)
    Object.assign(this.find(".nudge input"), { max: String(nudges.length - 1), ariaLabel: "nudge" })
    this.idea = Math.min(this.idea, ideas.length - 1)
    this.turn = (gears[0].turned.length - 1) / 2
    this.show()
  }

  /**
   * @param {string} selector
   * @returns {any}
   */
  find(selector) {
    return this.root.querySelector(selector)
  }

  open() {
    this.root.hidden = false
    this.idea = this.nudge = 0
    this.show()
    this.hide(true)
    document.addEventListener("keydown", this.onkey, true)
    this.curve?.measure()
  }

  close() {
    remember()
    this.look()
    this.root.hidden = true
    this.hide(false)
    this.rest()
    document.removeEventListener("keydown", this.onkey, true)
  }

  /**
   * The text of a quantity's number at this place.
   *
   * @param {string} name
   * @returns {string}
   */
  text(name) {
    const value = this.data.values[name]
    return typeof value === "string" ? value : fourDigits(value[this.place])
  }

  /** @param {Partial<Pick<Introduction, "idea" | "place" | "turn" | "nudge">>} where */
  go(where) {
    Object.assign(this, where)
    this.show()
  }

  show() {
    const { ideas, names, weight, loss, texts, slopes, nudges } = this.data, { idea, place } = this
    const [title, words] = ideas[idea]
    this.root.dataset.idea = String(idea)
    this.find(".where").textContent = `Before the worksheet · ${idea + 1} of ${ideas.length}`
    showWords(this.find(".heading"), title, names)
    showWords(this.find(".said"), words, names)
    this.find(".before").disabled = idea === 0
    this.find(".onward").textContent = idea === ideas.length - 1 ? "To the worksheet" : "Next"
    this.find(".network").hidden = this.find(".weight").hidden = idea !== ERROR
    this.find(".curve").hidden = idea !== SLOPE && idea !== NUDGE
    this.find(".gears").hidden = this.find(".turn").hidden = idea < GEARS
    this.find(".nudge").hidden = this.find(".ratios").hidden = idea !== NUDGE
    const slope = fourDigits(slopes[place]), now = `${weight} = ${texts[place]}`
    const error = `${loss} = ${this.text(loss)}`
    const said = [`${now}, ${error}`, `${now}, ${error}, slope = ${slope}`][idea]
    showWords(this.find(".now"), said ?? "", names)
    this.formula()
    this.network?.show(name => (name === weight ? texts[place] : this.text(name)))
    this.find(".weight input").value = String(place)
    this.find(".weight input").setAttribute("aria-valuetext", `${now}, ${error}`)
    if (idea === SLOPE || idea === NUDGE) {
      const nudge = idea === NUDGE ? nudges[this.nudge] : undefined
      const ratio = nudge ? nudge.ratios[place] : slopes[place], step = nudge?.nudge ?? 1
      this.curve?.show({
        place,
        line: ["", "ruler", "secant"][idea],
        nudge,
        text: `${now}, ${error}${idea ? `, slope = ${slope}` : ""}`,
        run: nudge?.text ?? "1",
        rise: fourDigits(ratio * step),
      })
    }
    if (idea === NUDGE) this.ratios()
    this.gears?.show(this.turn)
    this.find(".turn input").value = String(this.turn)
    this.find(".nudge input").value = String(this.nudge)
    this.find(".nudge input").setAttribute("aria-valuetext", nudges[this.nudge].text)
  }

  /** The loss with the numbers of this place, or the chain rule. */
  formula() {
    const { formula, chain } = this.data, { idea } = this
    const numbers = formula.ids.map((/** @type {string} */ name) => this.text(name))
    if (idea === ERROR) showEquation(this.find(".formula"), formula.rows, numbers)
    else showEquation(this.find(".formula"), idea === SIGNS ? chain : [])
    this.find(".formula").hidden = idea !== ERROR && idea !== SIGNS
  }

  /** What each nudge gave so far; the last line is what they settle on, once they have. */
  ratios() {
    const { nudges, names, slopes, loss, weight } = this.data, last = this.nudge === nudges.length - 1
    const row = (/** @type {string} */ className, /** @type {string[]} */ ...texts) =>
      html("tr", { className }, ...texts.map(text => {
        const cell = html(className === "head" ? "th" : "td", {})
        showWords(cell, text, names)
        return cell
      }))
    const lines = nudges.map((/** @type {import("./curve.js").Nudge} */ { text, ratios }, /** @type {number} */ k) =>
      row(k === this.nudge ? "current" : "", text, k > this.nudge ? "" : fourDigits(ratios[this.place])))
    this.find(".ratios tbody").replaceChildren(
      row("head", `nudge of ${weight}`, `change of ${loss} ÷ nudge`), ...lines,
      row("settled", "what they settle on: the slope", last ? fourDigits(slopes[this.place]) : "…"))
  }

  listen() {
    this.root.addEventListener("click", event => {
      if (closest(event, ".skip")) this.close()
      if (closest(event, ".before")) this.step(-1)
      if (closest(event, ".onward")) this.step(1)
    })
    this.find(".turn input").oninput = (/** @type {any} */ event) => {
      this.rest()
      this.go({ turn: Number(event.target.value) })
    }
    this.find(".weight input").oninput = (/** @type {any} */ event) => this.go({ place: Number(event.target.value) })
    this.find(".nudge input").oninput = (/** @type {any} */ event) => this.go({ nudge: Number(event.target.value) })
  }

  /** @param {1 | -1} by */
  step(by) {
    this.rest()
    if (this.idea + by === this.data.ideas.length) return this.close()
    const { gears, along } = this.data, turn = (gears[0].turned.length - 1) / 2
    this.go({ idea: this.idea + by, place: (along.length - 1) / 2, turn, nudge: 0 }) // what was dragged is back
    this.look()
    if (this.idea >= GEARS) this.turnOnce()
  }

  /** On a phone the next idea begins above, and so does the lesson, which comes where the introduction was. */
  look() {
    this.find(".top").scrollIntoView({ block: "nearest" })
  }

  /** The first gear turns once, and all others with it. */
  turnOnce() {
    const { turned } = this.data.gears[0], once = turned.findIndex((/** @type {number} */ turns) => turns > 0.999)
    if (calm()) return this.go({ turn: once })
    this.turning = setInterval(() => (this.turn < once ? this.go({ turn: this.turn + 1 }) : this.rest()), PACE)
  }

  rest() {
    clearInterval(this.turning)
    this.turning = undefined
  }

  /**
   * The arrow keys move what there is to drag, unless something else has the focus that needs them.
   *
   * @param {KeyboardEvent} event
   */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const target = /** @type {any} */ (event.composedPath()[0])
    const ours = target === document.body || this.root.contains(target)
    if (!ours || !(event.key in KEYS || OTHERS.includes(event.key))) return
    event.stopPropagation() // the stepper would move, out of sight
    if (target.matches("input") || !this.drag(event)) return
    event.preventDefault()
  }

  /**
   * Whether this key drags something.
   *
   * @param {KeyboardEvent} event
   */
  drag(event) {
    if (this.idea < GEARS) return this.curve?.key(event)
    const by = KEYS[/** @type {keyof typeof KEYS} */ (event.key)], last = this.data.gears[0].turned.length - 1
    if (!by) return false
    this.rest()
    this.go({ turn: within(this.turn + by, 0, last) })
    return true
  }

  destroy() {
    this.rest()
    this.hide(false)
    this.curve?.destroy()
    this.network?.destroy()
    document.removeEventListener("keydown", this.onkey, true)
  }
}

export default mounted(Introduction)
