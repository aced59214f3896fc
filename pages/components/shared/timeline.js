// Every step as a dot under the name of its phase: the whole update at a glance, and a click goes there.

import { html } from "./html.js"

/** @typedef {{ name: string, phase: string, title: string }} Step */

export class Timeline {
  /** @type {HTMLButtonElement[]} */
  dots = []
  key = ""

  /**
   * @param {HTMLElement} parent
   * @param {(index: number) => void} goTo
   */
  constructor(parent, goTo) {
    this.parent = parent
    this.goTo = goTo
  }

  /** @param {Step[]} steps */
  build(steps) {
    const key = steps.map(step => step.name).join()
    if (this.key === key) return
    this.key = key
    this.dots = steps.map((_, index) => html("button", { className: "dot", onclick: () => this.goTo(index) }))
    const phases = [...new Set(steps.map(step => step.phase))]
    this.parent.replaceChildren(...phases.map(phase => {
      const first = steps.findIndex(step => step.phase === phase)
      const dots = this.dots.filter((_, index) => steps[index].phase === phase)
      const name = html("button", { className: "phase-name", textContent: phase, onclick: () => this.goTo(first) })
      const group = html("div", { className: "group" }, name, html("div", { className: "dots" }, ...dots))
      group.dataset.phase = phase
      group.style.flexGrow = String(dots.length)
      return group
    }))
  }

  /**
   * @param {Step[]} steps
   * @param {number} current
   */
  show(steps, current) {
    this.dots.forEach((dot, index) => {
      dot.title = dot.ariaLabel = steps[index].title
      dot.classList.toggle("done", index < current)
      dot.tabIndex = index === current ? 0 : -1 // one tab stop; the arrow keys do the rest
      if (index === current) dot.setAttribute("aria-current", "step")
      else dot.removeAttribute("aria-current")
    })
    for (const group of /** @type {Iterable<HTMLElement>} */ (this.parent.children))
      group.classList.toggle("current", group.dataset.phase === steps[current].phase)
    const { left, width } = this.dots[current].getBoundingClientRect(), row = this.parent.getBoundingClientRect()
    this.parent.scrollLeft += left + width / 2 - row.left - row.width / 2 // on a phone, where it is one long row
  }
}
