// Ten bars that are built once; afterwards only lengths and texts change.

import { html } from "../shared/html.js"
import { mounted } from "../shared/mount.js"

const DIGITS = 10

class Bars {
  /** @param {import("../shared/mount.js").Component} component */
  constructor({ parentElement }) {
    this.root = /** @type {HTMLElement} */ (parentElement.querySelector(".bars"))
    this.bars = Array.from({ length: DIGITS }, (_, digit) => {
      const fill = html("i", { className: "fill" }), was = html("i", { className: "was" })
      const share = html("span", { className: "share" })
      const root = html("div", { className: "bar" },
        html("span", { className: "digit", textContent: String(digit) }),
        html("span", { className: "length" }, fill, was), share)
      this.root.append(root)
      return { root, fill, was, share }
    })
  }

  /**
   * @param {object} component
   * @param {{ shares: number[], texts: string[], before: number[], muted: boolean, words: string }} component.data
   */
  update({ data: { shares, texts, before, muted, words } }) {
    const best = muted || !shares.length ? -1 : shares.indexOf(Math.max(...shares))
    this.root.classList.toggle("muted", muted)
    this.root.ariaLabel = words
    this.bars.forEach(({ root, fill, was, share }, digit) => {
      root.classList.toggle("best", digit === best)
      fill.style.setProperty("--share", String(shares[digit] ?? 0))
      share.textContent = texts[digit] ?? ""
      was.hidden = !(before[digit] >= 0.005)
      was.style.setProperty("--was", String(before[digit] ?? 0))
    })
  }
}

export default mounted(Bars)
