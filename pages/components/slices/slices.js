// All slices, and the mail to the server while one of them is dragged.

class Slices {
  constructor(component) {
    this.root = component.parentElement.querySelector(".slices")
    this.find = selector => this.root.querySelector(selector)
    this.mail = new Mail(events => this.setStateValue("events", events), late => (this.find(".late").hidden = !late))
    this.panels = new Map()
  }

  update({ data, setStateValue }) {
    this.setStateValue = setStateValue
    this.mail.answered(data.answered)
    const weights = data.charts.map(chart => chart.weight)
    if (weights.join() !== [...this.panels.keys()].join()) {
      this.panels = new Map(weights.map(weight => [weight, this.panels.get(weight) ?? new Panel(weight, (...what) => this.drag(...what))]))
      this.find(".panels").replaceChildren(...[...this.panels.values()].map(panel => panel.root))
    }
    for (const chart of data.charts) {
      const panel = this.panels.get(chart.weight)
      panel.show(chart)
      if (this.mail.idle) panel.asked = undefined
    }
  }

  drag(weight, text) {
    this.mail.post({ kind: "edit", name: weight, text })
  }

  destroy() {
    this.mail.close()
  }
}

export default mounted(Slices)
