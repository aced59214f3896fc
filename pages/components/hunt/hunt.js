// Find the bug: the lines that a wrong program printed, its numbers in the picture, and what proves it wrong.

const STANDING = { first: "the bug", later: "wrong, a consequence", right: "right" }

class Hunt extends Board {
  constructor(component) {
    super(component, ".hunt")
    this.list = this.find(".lines")
    this.listen()
  }

  update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    const before = this.data
    this.data = data
    this.mail.answered(data.answered)
    this.draw(data)
    this.build(data, before?.hunt !== data.hunt)
    this.showChecks(data.checks)
    this.show()
  }

  build({ lines }, another) {
    const key = JSON.stringify(lines.map(line => [line.name, line.rows]))
    if (key === this.built) return
    this.built = key
    this.rows = new Map()
    this.list.replaceChildren()
    let phase = ""
    for (const line of lines) {
      if (line.phase !== phase) {
        const heading = document.createElement("p")
        heading.className = "heading"
        heading.dataset.phase = phase = line.phase
        heading.textContent = phase === "backward" ? "Backward pass" : "Update"
        this.list.append(heading)
      }
      const row = document.createElement("button")
      const equation = document.createElement("span"), standing = document.createElement("span")
      row.className = "line"
      row.dataset.line = line.name
      row.dataset.phase = line.phase
      row.role = "option"
      row.tabIndex = this.rows.size ? -1 : 0
      equation.className = "equation"
      standing.className = "standing"
      row.append(equation, standing)
      this.list.append(row)
      showEquation(equation, line.rows)
      this.rows.set(line.name, row)
    }
    if (another) this.list.scrollTop = 0
  }

  showChecks({ caption, head, rows }) {
    if (!changed(this.find(".checks"), [caption, head, rows])) return
    this.find("caption").textContent = caption
    const row = (cells, tag) => {
      const element = document.createElement("tr")
      element.append(...cells.map(cell => {
        const part = document.createElement(tag)
        if (cell.name) part.append(writtenName(cell.name))
        else part.textContent = cell.text
        if (cell.id) part.dataset.id = cell.id
        if (cell.across) part.colSpan = cell.across
        if (cell.agrees !== undefined) part.className = cell.agrees ? "agrees" : "differs"
        return part
      }))
      return element
    }
    this.find("thead").replaceChildren(...head.map(cells => row(cells, "th")))
    this.find("tbody").replaceChildren(...rows.map(cells => row(cells, "td")))
  }

  show() {
    const { lines, standing, marked, texts, contradicted, weights, verdict, solution, names } = this.data
    const current = lines.find(line => line.name === (this.over ?? marked)) ?? { lit: [], phase: "backward" }
    for (const picture of this.pictures) {
      picture.show({ texts, flow: {}, lit: new Set(current.lit), phase: current.phase, weights })
      for (const [id, number] of picture.numbers) number.classList.toggle("contradicted", contradicted.includes(id))
    }
    this.frame.dataset.phase = current.phase
    this.frame.classList.toggle("broad", this.data.layouts.wide.width > ROOMY)
    this.frame.classList.toggle("precise", this.data.precise)
    this.frame.classList.toggle("solved", this.data.solved)
    for (const line of lines) {
      const row = this.rows.get(line.name)
      row.dataset.standing = standing[line.name] ?? ""
      row.lastElementChild.textContent = STANDING[standing[line.name]] ?? ""
      row.ariaSelected = String(line.name === marked)
    }
    this.find(".verdict").dataset.kind = verdict.kind
    showWords(this.find(".verdict-title"), verdict.title, names)
    showWords(this.find(".verdict-words"), verdict.words, names)
    this.find(".solution").hidden = !solution
    if (solution) {
      showEquation(this.find(".of-program"), solution.program)
      showEquation(this.find(".of-rule"), solution.rule)
    }
    if (marked && marked !== this.shown) this.reveal(this.rows.get(marked))
    this.shown = marked
    this.highlight(this.pointed ?? [])
  }

  // Scrolls the list, and nothing else, until the row is in it.
  reveal(row) {
    const list = this.list.getBoundingClientRect(), { top, bottom } = row.getBoundingClientRect()
    if (top < list.top) this.list.scrollTop += top - list.top
    else if (bottom > list.bottom) this.list.scrollTop += bottom - list.bottom
  }

  listen() {
    this.list.addEventListener("click", event => {
      const name = event.target.closest("[data-line]")?.dataset.line
      if (name) this.mail.post({ kind: "mark", name: this.data.hunt, text: name })
    })
    this.list.addEventListener("keydown", event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      const rows = [...this.rows.values()], at = rows.indexOf(event.target.closest("[data-line]"))
      const next = event.key === "Home" ? rows[0] : event.key === "End" ? rows.at(-1) : step && rows[at + step]
      if (!next || at < 0) return
      event.preventDefault()
      for (const row of rows) row.tabIndex = row === next ? 0 : -1
      next.focus()
    })
    const over = name => {
      if (name === this.over) return
      this.over = name
      this.show()
    }
    this.list.addEventListener("pointerover", event => over(event.target.closest("[data-line]")?.dataset.line))
    this.list.addEventListener("focusin", event => over(event.target.closest("[data-line]")?.dataset.line))
    this.list.addEventListener("pointerleave", () => over(undefined))
  }
}

export default mounted(Hunt)
