// Between the nodes of a neuron, in the picture: what its function is, drawn, where the step is about it.

import { drawn, svg } from "../shared/svg.js"

const SIZE = { width: 174, height: 139 } // in the units of the picture
const GAP = 8, SLOPE = 12 // and so much more above a neuron, where its slope is written

/** @typedef {import("../shared/picture.js").Picture} Picture */
/** @typedef {import("../shared/svg.js").Drawing} Drawing */
/** @typedef {{ x: number, y: number, width: number, height: number }} Box */

/**
 * @param {Picture[]} pictures
 * @param {{ name: string, net: string } | null} activation that the step is about, and its net input
 * @param {Record<string, Drawing>} curves
 */
export function showLens(pictures, activation, curves) {
  for (const picture of pictures) {
    picture.root.querySelector(".lens")?.remove()
    if (!activation || !curves[activation.name]) continue
    const { x, y, width, height } = lensBox(picture.layout, activation.net, activation.name)
    const [, { viewBox, "aria-label": label }, curve] = curves[activation.name]
    const scale = (width - 8) / Number(String(viewBox).split(" ")[2])
    const box = svg("rect", { x, y, width, height, rx: 8 })
    const inside = drawn(["g", { transform: `translate(${x + 4} ${y + 4}) scale(${scale})` }, curve])
    picture.root.append(svg("g", { class: "lens", role: "img", "aria-label": label }, box, inside))
  }
}

/**
 * Beside both nodes of the neuron, on the side that is nearer to the middle of the picture.
 *
 * @param {{ width: number, height: number, nodes: (Box & { name: string })[] }} layout
 * @param {string} net
 * @param {string} name
 * @returns {Box}
 */
export function lensBox({ width, height, nodes }, net, name) {
  const [from, to] = [net, name].map(each => /** @type {Box} */ (nodes.find(node => node.name === each)))
  const upright = Math.abs(to.y - from.y) > Math.abs(to.x - from.x)
  const x = (from.x + to.x) / 2, y = (from.y + to.y) / 2
  const left = x - SIZE.width / 2, top = y - SIZE.height / 2
  const beside = (from.width + SIZE.width) / 2 + GAP, below = (from.height + SIZE.height) / 2 + GAP
  if (upright) return { ...SIZE, x: left + (x <= width / 2 ? beside : -beside), y: top }
  return { ...SIZE, x: left, y: top + (y <= height / 2 ? below : -below - SLOPE) }
}
