// Find the bug: the lines that a wrong program printed, its numbers in the picture, and what proves it wrong.

import { Board } from "../shared/board.js"
import { changed, showEquation, showWords } from "../shared/equation.js"
import { closest, html } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { writtenName } from "../shared/names.js"

/** @type {Record<string, string>} */
const STANDING = { first: "the bug", again: "wrong, too", later: "wrong, a consequence", right: "right" }

/** @typedef {import("../shared/mount.js").Component} Component */
/** @typedef {{ name: string, phase: string, rows: any[][], said: string, lit: string[] }} Line of the program */
/** @typedef {{ text?: string, id?: string, name?: import("../shared/names.js").Name, across?: number,
 *   agrees?: boolean }} Cell of the table of checks */

class Hunt extends Board {
  hunt = "" // which bug is shown
  built = "" // which lines are shown
  /** @type {Map<string, HTMLElement>} */
  rows = new Map()
  shown = "" // the line that was marked last
  /** @type {string | undefined} */
  over = undefined // the line that the pointer or the focus is at

  /** @param {Component} component */
  constructor(component) {
    super(component, ".hunt")
    this.list = this.find(".lines")
    this.listen()
  }

  /** @param {Component} component */
  update(component) {
    this.received(component)
    this.draw(this.data)
    this.build(this.data)
    this.showChecks(this.data.checks)
    this.show()
  }

  /** @param {{ lines: Line[], hunt: string }} data */
  build({ lines, hunt }) {
    const key = JSON.stringify(lines.map(line => [line.name, line.rows]))
    const another = hunt !== this.hunt
    this.hunt = hunt
    if (key === this.built) return
    this.built = key
    this.rows.clear()
    this.list.replaceChildren()
    let phase = ""
    for (const line of lines) {
      if (line.phase !== phase) {
        phase = line.phase
        const textContent = phase === "backward" ? "Backward pass" : "Update"
        const heading = html("p", { className: "heading", textContent })
        heading.dataset.phase = phase
        this.list.append(heading)
      }
      const row = this.row(line, this.rows.size ? -1 : 0)
      this.rows.set(line.name, row)
    }
    if (another) this.list.scrollTop = 0
  }

  /**
   * @param {Line} line
   * @param {number} tabIndex
   */
  row({ name, phase, rows, said }, tabIndex) {
    const equation = html("span", { className: "equation" }), standing = html("span", { className: "standing" })
    const row = html("button", { className: "line", role: "option", tabIndex }, equation, standing)
    row.dataset.line = name
    row.dataset.phase = phase
    this.list.append(row) // before the equation, which fits itself to its place
    showEquation(equation, rows)
    equation.children[0].ariaLabel = said // the name of a button is no mathematics
    return row
  }

  /** @param {{ caption: string, head: Cell[][], rows: Cell[][] }} checks */
  showChecks({ caption, head, rows }) {
    if (!changed(this.find(".checks"), [caption, head, rows])) return
    this.find("caption").textContent = caption
    this.find("thead").replaceChildren(...head.map(cells => tableRow(cells, "th")))
    this.find("tbody").replaceChildren(...rows.map(cells => tableRow(cells, "td")))
  }

  show() {
    const { standing, marked, texts, contradicted, weights, verdict, solved, solution } = this.data
    const { names, precise } = this.data
    /** @type {Line[]} */
    const lines = this.data.lines
    const current = lines.find(line => line.name === (this.over ?? marked)) ?? { lit: [], phase: "backward" }
    this.picture({ texts, flow: {}, lit: new Set(current.lit), phase: current.phase, weights })
    for (const picture of this.pictures) {
      for (const [id, number] of picture.numbers) number.classList.toggle("contradicted", contradicted.includes(id))
    }
    this.root.dataset.phase = current.phase
    this.root.classList.toggle("precise", precise)
    this.root.classList.toggle("solved", solved)
    for (const [name, row] of this.rows) {
      row.dataset.standing = standing[name] ?? ""
      row.children[1].textContent = STANDING[standing[name]] ?? ""
      row.ariaSelected = String(name === marked)
    }
    this.find(".verdict").dataset.kind = verdict.kind
    showWords(this.find(".verdict-title"), verdict.title, names)
    showWords(this.find(".verdict-words"), verdict.words, names)
    this.find(".solution").hidden = !solution
    if (solution) {
      showEquation(this.find(".of-program"), solution.program)
      showEquation(this.find(".of-rule"), solution.rule)
    }
    if (marked && marked !== this.shown) this.reveal(/** @type {HTMLElement} */ (this.rows.get(marked)))
    this.shown = marked
    this.highlight(this.pointed)
  }

  /**
   * Scrolls the list, and nothing else, until the row is in it.
   *
   * @param {HTMLElement} row
   */
  reveal(row) {
    const list = this.list.getBoundingClientRect(), { top, bottom } = row.getBoundingClientRect()
    if (top < list.top) this.list.scrollTop += top - list.top
    else if (bottom > list.bottom) this.list.scrollTop += bottom - list.bottom
  }

  listen() {
    const lineOf = (/** @type {Event} */ event) => closest(event, "[data-line]")?.dataset.line
    this.list.addEventListener("click", (/** @type {Event} */ event) => {
      const line = lineOf(event)
      if (line) this.mailbox.post({ kind: "mark", name: this.hunt, text: line })
    })
    this.list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const rows = [...this.rows.values()], at = rows.findIndex(row => row.dataset.line === lineOf(event))
      const to = { Home: 0, End: rows.length - 1, ArrowDown: at + 1, ArrowUp: at - 1 }[event.key]
      if (at < 0 || to === undefined || !rows[to]) return
      event.preventDefault()
      for (const row of rows) row.tabIndex = row === rows[to] ? 0 : -1
      rows[to].focus()
    })
    const over = (/** @type {string | undefined} */ name) => {
      if (name === this.over) return
      this.over = name
      this.show()
    }
    this.list.addEventListener("pointerover", (/** @type {Event} */ event) => over(lineOf(event)))
    this.list.addEventListener("focusin", (/** @type {Event} */ event) => over(lineOf(event)))
    this.list.addEventListener("pointerleave", () => over(undefined))
  }
}

/**
 * @param {Cell[]} cells
 * @param {"th" | "td"} tag
 */
function tableRow(cells, tag) {
  return html("tr", {}, ...cells.map(({ text, id, name, across, agrees }) => {
    const cell = html(tag, {}, name ? writtenName(name) : text ?? "")
    if (id) cell.dataset.id = id
    if (across) cell.colSpan = across
    if (agrees !== undefined) cell.className = agrees ? "agrees" : "differs"
    return cell
  }))
}

export default mounted(Hunt)
