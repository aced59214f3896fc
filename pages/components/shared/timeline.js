// Every step as a dot under the name of its phase; the whole update at a glance, and a click goes there.

class Timeline {
  constructor(parent, goTo) {
    this.parent = parent
    this.goTo = goTo
  }

  build(steps) {
    const key = steps.map(step => step.name).join()
    if (this.key === key) return
    this.key = key
    this.dots = []
    const groups = new Map()
    steps.forEach((step, index) => {
      if (!groups.has(step.phase)) groups.set(step.phase, this.group(step.phase, index))
      const dot = document.createElement("button")
      dot.className = "dot"
      dot.onclick = () => this.goTo(index)
      groups.get(step.phase).lastElementChild.append(dot)
      this.dots.push(dot)
    })
    for (const group of groups.values()) group.style.flexGrow = group.lastElementChild.children.length
    this.parent.replaceChildren(...groups.values())
  }

  group(phase, first) {
    const group = document.createElement("div"), name = document.createElement("button"), dots = document.createElement("div")
    group.className = "group"
    group.dataset.phase = phase
    name.className = "phase-name"
    name.textContent = phase
    name.onclick = () => this.goTo(first)
    dots.className = "dots"
    group.append(name, dots)
    return group
  }

  show(steps, current) {
    this.dots.forEach((dot, index) => {
      dot.title = dot.ariaLabel = steps[index].title
      dot.classList.toggle("done", index < current)
      dot.tabIndex = index === current ? 0 : -1 // one tab stop; the arrow keys do the rest
      index === current ? dot.setAttribute("aria-current", "step") : dot.removeAttribute("aria-current")
    })
    for (const group of this.parent.children)
      group.classList.toggle("current", group.dataset.phase === steps[current].phase)
  }
}
