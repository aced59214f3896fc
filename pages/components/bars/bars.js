// Ten bars that are built once; afterwards only lengths and texts change.

const DIGITS = 10

function build(root) {
  for (let digit = 0; digit < DIGITS; digit++) {
    const bar = root.appendChild(document.createElement("div"))
    bar.className = "bar"
    bar.innerHTML = '<span class="digit"></span><span class="length"><i class="fill"></i><i class="was"></i></span><span class="share"></span>'
    bar.querySelector(".digit").textContent = digit
  }
}

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".bars")
  if (!root.children.length) build(root)
  const { shares, texts, before, muted, words } = data
  const best = muted || !shares.length ? -1 : shares.indexOf(Math.max(...shares))
  root.classList.toggle("muted", muted)
  root.ariaLabel = words
  for (let digit = 0; digit < DIGITS; digit++) {
    const bar = root.children[digit], was = bar.querySelector(".was")
    bar.classList.toggle("best", digit === best)
    bar.querySelector(".fill").style.setProperty("--share", shares[digit] ?? 0)
    bar.querySelector(".share").textContent = texts[digit] ?? ""
    was.hidden = !(before[digit] >= 0.005)
    was.style.setProperty("--was", before[digit] ?? 0)
  }
}
