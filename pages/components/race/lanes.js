// A lane for each runner: how far down it has come, from the start on the left to the lowest loss of all on the right.

import { html, setText } from "../shared/html.js"
import { fourDigits, grouped } from "../shared/numbers.js"
import { within } from "../shared/pointer.js"

/** @typedef {import("./chart.js").Race} Race */

const START = 0.12 // of a lane, so that there is room for those who run backwards

export class Lanes {
  /** @type {Race} */
  data
  lowest = 1 // loss of all

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parent = parent
  }

  /**
   * @param {Race} data
   * @param {string[]} colours
   */
  build(data, colours) {
    this.data = data
    const losses = data.runners.flatMap(runner => runner.losses).filter(loss => loss !== null && loss > 0)
    const finish = data.finish !== null && data.finish > 0 ? data.finish : Infinity
    this.lowest = Math.min(data.start || 1, .../** @type {number[]} */ (losses), finish)
    const span = (/** @type {string} */ className) => html("span", { className })
    this.parent.replaceChildren(...data.runners.map(runner => {
      const track = span("track")
      track.append(...["run", "flag", "dot"].map(className => html("i", { className })))
      const rate = html("span", { className: "rate", textContent: `η = ${runner.name}` })
      const lane = html("li", { className: "lane" }, span("place"), rate, track, span("loss"), span("state"))
      lane.style.setProperty("--colour", colours[runner.hue % colours.length])
      return lane
    }))
  }

  /**
   * How far along a lane a loss is, from 0 to 1.
   *
   * @param {number | null} loss
   * @param {"linear" | "log"} kind
   */
  along(loss, kind) {
    const { start } = this.data
    if (loss === null || start === null || !(start > 0)) return START
    const share = kind === "log" && start > this.lowest
      ? Math.log(start / Math.max(loss, this.lowest)) / Math.log(start / this.lowest)
      : (start - loss) / (start - (kind === "log" ? this.lowest : 0))
    return within(START + (1 - START) * share, 0.03, 1)
  }

  /**
   * @param {number} update
   * @param {number[]} losses of the runners there
   * @param {"linear" | "log"} kind
   */
  show(update, losses, kind) {
    const { runners, finish } = this.data
    const stopped = runners.map(runner => runner.stopped && update > runner.lasted)
    runners.forEach((runner, k) => {
      const lane = this.parent.children[k], there = runner.reached !== null && update >= runner.reached
      const [run, flag, dot] = /** @type {Iterable<HTMLElement>} */ (lane.querySelectorAll(".track i"))
      run.style.width = dot.style.left = `${100 * this.along(losses[k], kind)}%`
      flag.hidden = finish === null
      if (finish !== null) flag.style.left = `${100 * this.along(finish, kind)}%`
      lane.classList.toggle("stopped", stopped[k])
      lane.classList.toggle("there", there)
      const before = losses.filter((loss, j) => loss < losses[k] && !stopped[j]).length
      const reached = there ? `target after ${grouped(/** @type {number} */ (runner.reached))}` : ""
      const [place, , , loss, state] = lane.children
      setText(place, update && !stopped[k] ? `${before + 1}.` : "")
      setText(loss, fourDigits(losses[k]))
      setText(state, stopped[k] ? `stopped after ${runner.lasted}` : reached)
    })
  }
}
