// A lane for each runner: how far down it has come, from the start on the left to the lowest loss of all on the right.

const START = 0.12 // of a lane, so that there is room for those who run backwards

class Lanes {
  constructor(parent) {
    this.parent = parent
  }

  build(data, colours) {
    this.data = data
    const losses = data.runners.flatMap(runner => runner.losses).filter(loss => loss > 0)
    this.lowest = Math.min(data.start || 1, ...losses, data.finish > 0 ? data.finish : Infinity)
    this.parent.replaceChildren(...data.runners.map(runner => {
      const track = html("span", { className: "track" }, html("i", { className: "run" }), html("i", { className: "flag" }), html("i", { className: "dot" }))
      const lane = html("li", { className: "lane" },
        html("span", { className: "place" }), html("span", { className: "rate", textContent: `η = ${runner.name}` }), track,
        html("span", { className: "loss" }), html("span", { className: "state" }))
      lane.style.setProperty("--colour", colours[runner.hue % colours.length])
      return lane
    }))
  }

  // How far along a lane a loss is, from 0 to 1.
  along(loss, kind) {
    const { start } = this.data
    if (loss === null || !(start > 0)) return START
    const share = kind === "log" && start > this.lowest
      ? Math.log(start / Math.max(loss, this.lowest)) / Math.log(start / this.lowest)
      : (start - loss) / (start - (kind === "log" ? this.lowest : 0))
    return Math.min(1, Math.max(0.03, START + (1 - START) * share))
  }

  show(update, losses, kind) {
    const { runners, finish } = this.data
    const order = losses.map((loss, k) => [loss, k]).sort((a, b) => a[0] - b[0]).map(([, k]) => k)
    runners.forEach((runner, k) => {
      const lane = this.parent.children[k], [run, flag, dot] = lane.querySelector(".track").children
      const stopped = runner.stopped && update > runner.lasted, there = runner.reached !== null && update >= runner.reached
      const along = `${100 * this.along(losses[k], kind)}%`
      run.style.width = dot.style.left = along
      flag.hidden = finish === null
      if (finish !== null) flag.style.left = `${100 * this.along(finish, kind)}%`
      lane.classList.toggle("stopped", stopped)
      lane.classList.toggle("there", there)
      const place = stopped ? "" : `${losses.filter((loss, j) => loss < losses[k] && !this.out(j, update)).length + 1}.`
      const state = stopped ? `stopped after ${runner.lasted}` : there ? `target after ${runner.reached.toLocaleString("en")}` : ""
      for (const [part, text] of [["place", update ? place : ""], ["loss", written(losses[k])], ["state", state]]) {
        const element = lane.querySelector(`.${part}`)
        if (element.textContent !== text) element.textContent = text
      }
    })
    return order
  }

  out(k, update) {
    const runner = this.data.runners[k]
    return runner.stopped && update > runner.lasted
  }
}
