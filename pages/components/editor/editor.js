// The list of a network's operations, to be changed; every number about them is the server's.

import { closest, html, setText } from "../shared/html.js"
import { mounted } from "../shared/mount.js"
import { View } from "../shared/view.js"
import { Row, says } from "./row.js"

/** @typedef {import("./row.js").Operation} Operation */
/** @typedef {import("../shared/mount.js").Component} Component */

class Editor extends View {
  /** @type {Map<number, Row>} */
  rows = new Map()
  marked = -1 // the id of the operation below which another is added
  presses = 0 // so that of two presses none takes the other's place in the mailbox
  fresh = false // whether the operation that comes next is to be marked

  /** @param {Component} component */
  constructor(component) {
    super(component, ".editor")
    this.list = /** @type {HTMLElement} */ (this.find(".rows"))
    this.listen()
  }

  /** @param {Component} component */
  update(component) {
    this.received(component)
    const { rows, total, budget, budgets, kinds, canUndo, problems } = this.data
    if (!this.find(".kinds").children.length) this.find(".kinds").append(...options(kinds))
    if (!this.find(".budgets").children.length) this.find(".budgets").append(...options(budgets))
    if (this.mailbox.idle) {
      this.find(".budgets").selectedIndex = budget
      this.arrange(rows)
    }
    rows.forEach((/** @type {Operation} */ operation, /** @type {number} */ position) => {
      const first = position > 0 && operation.layer !== rows[position - 1].layer
      this.rows.get(operation.id)?.show(operation, position, first, this.mailbox.idle)
    })
    this.root.classList.toggle("over", total.over)
    this.find(".budget").style.setProperty("--share", total.share)
    setText(this.find(".count"), `${total.parameters} parameters`)
    setText(this.find(".left"), total.left)
    setText(this.find(".efforts"), `${total.work} multiply-adds an image`)
    says(this.find(".problem.none"), problems)
    this.find('[data-do="undo"]').disabled = !canUndo
  }

  /**
   * Has a row for each operation, in its order; the focus stays where it was.
   *
   * @param {Operation[]} operations
   */
  arrange(operations) {
    const focused = this.focused()
    const made = operations.map(each => this.rows.get(each.id) ?? this.row(each))
    const added = operations.findLast(each => !this.rows.has(each.id))
    this.rows = new Map(operations.map((each, position) => [each.id, made[position]]))
    const roots = made.map(row => row.root)
    if (roots.length !== this.list.children.length || roots.some((root, k) => root !== this.list.children[k]))
      this.list.replaceChildren(...roots)
    if (added && this.fresh) this.mark(added.id)
    else if (!this.rows.has(this.marked)) this.mark(operations[0]?.id ?? -1)
    if (added) this.fresh = false
    if (focused && focused !== this.focused()) focused.focus()
  }

  /** @param {Operation} operation */
  row(operation) {
    return new Row(operation, (name, text) => this.mailbox.post({ kind: "set", name: `${operation.id} ${name}`, text }))
  }

  /** @returns {HTMLElement | null} */
  focused() {
    const root = /** @type {ShadowRoot | Document} */ (this.root.getRootNode())
    const found = /** @type {HTMLElement | null} */ (root.activeElement)
    return found && this.root.contains(found) ? found : null
  }

  /**
   * @param {HTMLElement | undefined} row
   * @param {string} act
   * @returns {HTMLElement | null | undefined}
   */
  button(row, act) {
    return row?.querySelector(`[data-do="${act}"]`)
  }

  /** @param {number} id */
  mark(id) {
    this.marked = id
    for (const [each, row] of this.rows) row.root.classList.toggle("marked", each === id)
  }

  /**
   * @param {string} kind
   * @param {number} id
   * @param {string} text
   */
  post(kind, id, text = "") {
    this.mailbox.post({ kind, name: `${id} ${++this.presses}`, text })
  }

  /**
   * One operation up or down, at once on screen.
   *
   * @param {number} id
   * @param {number} by
   */
  move(id, by) {
    const roots = [...this.list.children], root = this.rows.get(id)?.root
    const from = root ? roots.indexOf(root) : -1, to = from + by
    if (!root || from < 0 || !roots[to]) return
    const focused = this.focused()
    if (by > 0) roots[to].after(root)
    else roots[to].before(root)
    focused?.focus()
    this.post("move", id, String(to))
  }

  /**
   * @param {string} act
   * @param {number} id
   */
  act(act, id) {
    if (act === "up" || act === "down") this.move(id, act === "up" ? -1 : 1)
    else if (act === "remove") this.remove(id)
    else if (act === "duplicate") {
      this.fresh = true
      this.post("duplicate", id)
    } else if (act === "add") {
      this.fresh = true
      this.post("add", Math.max(this.marked, 0), String(this.find(".kinds").selectedIndex))
    } else if (act === "undo") this.post("undo", 0)
    else if (act === "more") {
      this.mark(id)
      this.button(this.rows.get(id)?.root, "up")?.focus()
    }
  }

  /**
   * The focus goes on to the same button of the row that takes its place.
   *
   * @param {number} id
   */
  remove(id) {
    const root = this.rows.get(id)?.root
    if (!root) return
    const next = /** @type {HTMLElement | undefined} */ (root.nextElementSibling ?? root.previousElementSibling)
    const had = this.focused()
    root.remove()
    if (next) this.mark(Number(next.dataset.id))
    if (had && root.contains(had)) this.button(next, "remove")?.focus()
    this.post("remove", id)
  }

  listen() {
    const idOf = (/** @type {Event} */ event) => Number(closest(event, ".row")?.dataset.id ?? -1)
    this.root.addEventListener("click", event => {
      const act = closest(event, "[data-do]")?.dataset.do
      if (act) this.act(act, idOf(event))
    })
    for (const happens of ["focusin", "pointerdown"])
      this.list.addEventListener(happens, event => {
        if (idOf(event) >= 0 && !closest(event, ".more")) this.mark(idOf(event))
      })
    this.find(".budgets").onchange = () =>
      this.mailbox.post({ kind: "budget", name: "0", text: String(this.find(".budgets").selectedIndex) })
    this.root.addEventListener("keydown", event => {
      const id = idOf(event), by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      if (event.altKey && by && id >= 0) this.move(id, by)
      else if (event.altKey && event.key === "Delete" && id >= 0) this.remove(id)
      else if ((event.ctrlKey || event.metaKey) && event.key === "z" && !event.shiftKey) this.act("undo", -1)
      else return
      event.preventDefault()
    })
  }
}

/** @param {string[]} texts */
function options(texts) {
  return texts.map(textContent => html("option", { textContent }))
}

export default mounted(Editor)
