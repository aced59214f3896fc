// What every component with the picture of a network has: the picture itself, one light for everything that shows the
// same symbol, and mail to the server.

const ROOMY = 950 // a picture wider than that is given more room

class Board {
  constructor(component, frame) {
    const root = component.parentElement
    this.find = selector => root.querySelector(selector)
    this.frame = this.find(frame)
    const late = late => this.find(".late").hidden = !late
    this.mail = new Mail(events => this.setStateValue("events", events), late)
    this.frame.addEventListener("pointerover", event => {
      const exact = event.target.closest("[data-id]")?.dataset.id
      const several = event.target.closest("[data-ids]")?.dataset.ids.split("|")
      this.highlight(exact ? [exact] : several ?? [])
    })
    this.frame.addEventListener("pointerleave", () => this.highlight([]))
  }

  // The pictures are drawn anew only when their layout changes: for another network or number of digits.
  draw({ layouts, names, label }) {
    const key = JSON.stringify(layouts)
    if (key === this.drawn) return
    this.drawn = key
    this.pictures = Object.entries(layouts).map(([kind, layout]) => new Picture(kind, layout, names, label))
    this.find(".picture").replaceChildren(...this.pictures.map(picture => picture.root))
  }

  // The steps with what is the same for all numbers, and what is not; of both the latter.
  steps({ outline, steps }) {
    return outline.map((step, index) => ({ ...step, ...steps[index] }))
  }

  // Everything that shows one of these ids lights up, wherever it is.
  highlight(ids) {
    this.pointed = ids
    for (const element of this.frame.querySelectorAll("[data-id], [data-ids]")) {
      const own = element.dataset.ids?.split("|") ?? [element.dataset.id]
      element.classList.toggle("hot", own.some(id => ids.includes(id)))
    }
  }

  destroy() {
    this.mail.close()
  }
}
