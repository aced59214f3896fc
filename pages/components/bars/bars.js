// Ten bars that are built once; afterwards only lengths and texts change.

const DIGITS = 10

class Bars {
  constructor({ parentElement }) {
    this.root = parentElement.querySelector(".bars")
    for (let digit = 0; digit < DIGITS; digit++) {
      const bar = this.root.appendChild(document.createElement("div"))
      bar.className = "bar"
      bar.innerHTML = '<span class="digit"></span><span class="length"><i class="fill"></i><i class="was"></i></span><span class="share"></span>'
      bar.querySelector(".digit").textContent = digit
    }
  }

  update({ data: { shares, texts, before, muted, words } }) {
    const best = muted || !shares.length ? -1 : shares.indexOf(Math.max(...shares))
    this.root.classList.toggle("muted", muted)
    this.root.ariaLabel = words
    for (let digit = 0; digit < DIGITS; digit++) {
      const bar = this.root.children[digit], was = bar.querySelector(".was")
      bar.classList.toggle("best", digit === best)
      bar.querySelector(".fill").style.setProperty("--share", shares[digit] ?? 0)
      bar.querySelector(".share").textContent = texts[digit] ?? ""
      was.hidden = !(before[digit] >= 0.005)
      was.style.setProperty("--was", before[digit] ?? 0)
    }
  }
}

export default mounted(Bars)
