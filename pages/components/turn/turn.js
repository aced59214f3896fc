// Your turn: the picture with all that is known, the number that is asked, and what the server says to an answer.

const MARKS = { once: "found at once", corrected: "found", helped: "found with help", told: "told", given: "given" }
const UNANSWERED = "practice unanswered"
const MANY = 80 // numbers whose dots have no room in one row

class Turn extends Board {
  constructor(component) {
    super(component, ".turn")
    const root = component.parentElement
    this.active = () => root.activeElement ?? root.getRootNode().activeElement
    this.field = this.find("input")
    this.timeline = new Timeline(this.find(".timeline"), index => this.look(index))
    this.looking = null // the index of a number found before that is looked at again
    this.listen()
  }

  update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    const before = this.data
    this.data = data = { ...data, steps: this.steps(data) }
    this.mail.answered(data.answered)
    this.draw(data)
    this.timeline.build(data.steps)
    if (before?.asked !== data.asked) {
      this.field.value = ""
      this.looking = null
    }
    const told = data.verdict.number !== this.told
    this.told = data.verdict.number
    this.show()
    if (!before) this.resume()
    else if (told) sessionStorage.removeItem(UNANSWERED)
    if (!before && document.activeElement === document.body && matchMedia("(hover: hover)").matches)
      this.field.focus({ preventScroll: true }) // not on a phone, where a keyboard would cover the question
    if (!before || !told) return
    if (this.focused || this.frame.contains(this.active())) this.field.focus({ preventScroll: true })
    if (!data.verdict.right) this.field.select()
  }

  // A server that was started anew builds the page from nothing, and an answer may have been on its way.
  resume() {
    const { asked, text } = JSON.parse(sessionStorage.getItem(UNANSWERED) ?? "{}")
    sessionStorage.removeItem(UNANSWERED)
    if (asked && asked === this.data.asked) this.post("answer", text)
  }

  show() {
    const { data, looking } = this
    const open = data.steps.findIndex(step => step.name === data.asked)
    const done = open < 0, back = looking !== null
    const seen = back ? data.steps[looking] : { ...data.steps[open], numbers: [], ...data.question }
    for (const picture of this.pictures)
      picture.show({ texts: data.texts, flow: seen.flow, lit: new Set(seen.lit), phase: seen.phase, weights: data.weights })
    this.frame.dataset.phase = seen.phase
    this.frame.classList.toggle("broad", data.layouts.wide.width > ROOMY)
    this.frame.classList.toggle("many", data.steps.length > MANY)
    this.frame.classList.toggle("precise", data.precise)
    this.frame.classList.toggle("done", done && !back)
    this.frame.classList.toggle("looking", back)
    this.frame.classList.toggle("told", data.told)
    this.find(".phase").textContent = back ? `${seen.phase} · ${MARKS[seen.mark]}` : data.where
    showWords(this.find(".title"), seen.title, data.names)
    showEquation(this.find("label"), seen.left ? [[seen.left, ["mo", {}, ["="]]]] : [])
    this.field.ariaLabel = `The number ${data.asked ? data.steps[open].title : ""}`
    this.showVerdict(back ? { words: "", title: "", kind: "" } : data.verdict)
    this.find(".hint").textContent = data.hint
    showWords(this.find(".sentence"), seen.sentence, data.names)
    showEquation(this.find(".equation"), seen.rows, seen.numbers)
    this.timeline.show(data.steps, back ? looking : done ? data.steps.length - 1 : open)
    this.timeline.dots.forEach((dot, index) => {
      dot.dataset.mark = data.steps[index].mark
      dot.title = dot.ariaLabel = data.steps[index].title + (data.steps[index].mark ? `, ${MARKS[data.steps[index].mark]}` : "")
      dot.disabled = !data.steps[index].mark && index !== open
    })
    this.find(".tally").textContent = data.tally
    this.highlight(this.pointed ?? [])
  }

  showVerdict({ kind, title, words }) {
    this.find(".verdict").dataset.kind = kind
    showWords(this.find(".verdict-title"), title, this.data.names)
    showWords(this.find(".verdict-words"), words, this.data.names)
  }

  // At a number that was found before, or with null back at the open one.
  look(index) {
    this.looking = this.data.steps[index]?.mark ? index : null
    this.show()
    if (this.looking === null) this.field.focus({ preventScroll: true })
  }

  post(kind, text) {
    this.mail.post({ kind, name: this.data.asked, text })
  }

  listen() {
    this.find("form").onsubmit = event => {
      event.preventDefault()
      this.focused = true
      this.field.focus({ preventScroll: true })
      sessionStorage.setItem(UNANSWERED, JSON.stringify({ asked: this.data.asked, text: this.field.value }))
      this.post("answer", this.field.value)
    }
    this.find(".hint").onclick = () => {
      this.focused = true
      this.post("help", String(this.data.help + 1))
      this.field.focus({ preventScroll: true })
    }
    this.find(".next-update").onclick = () => this.post("advance", "")
    this.find(".back").onclick = () => this.look(null)
    this.frame.addEventListener("keydown", event => {
      if (event.key === "Escape" && this.looking !== null) this.find(".back").click()
    })
  }
}

export default mounted(Turn)
