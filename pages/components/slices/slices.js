// All slices, and the events while one of them is dragged.

import { mounted } from "../shared/mount.js"
import { View } from "../shared/view.js"
import { Panel } from "./panel.js"

/** @typedef {import("./panel.js").Slice} Slice */
/** @typedef {import("../shared/mount.js").Component} Component */

class Slices extends View {
  /** @type {Map<string, Panel>} */
  panels = new Map()

  /** @param {Component} component */
  constructor(component) {
    super(component, ".slices")
  }

  /** @param {Component} component */
  update(component) {
    this.received(component)
    /** @type {Slice[]} */
    const charts = this.data.charts
    if (charts.map(chart => chart.weight).join() !== [...this.panels.keys()].join()) {
      this.panels = new Map(charts.map(chart => [chart.weight, this.panels.get(chart.weight) ?? this.panel(chart)]))
      this.find(".panels").replaceChildren(...[...this.panels.values()].map(panel => panel.root))
    }
    for (const chart of charts) {
      const panel = /** @type {Panel} */ (this.panels.get(chart.weight))
      panel.show(chart)
      if (this.mailbox.idle) panel.asked = undefined
    }
  }

  /** @param {Slice} chart */
  panel(chart) {
    return new Panel(chart, (name, text) => this.mailbox.post({ kind: "edit", name, text }))
  }
}

export default mounted(Slices)
