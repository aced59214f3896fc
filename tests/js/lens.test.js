import assert from "node:assert/strict"
import { test } from "node:test"

import { lensBox } from "../../pages/components/stepper/lens.js"

/**
 * @param {string} name
 * @param {number} x
 * @param {number} y
 */
const node = (name, x, y) => ({ name, x, y, width: 86, height: 78 })

test("side by side, it is below the neuron in the upper half and above that in the lower one", () => {
  const nodes = [node("h1", 228, 120), node("a_h1", 324, 120), node("h2", 228, 370), node("a_h2", 324, 370)]
  const layout = { width: 794, height: 490, nodes }
  const upper = lensBox(layout, "h1", "a_h1"), lower = lensBox(layout, "h2", "a_h2")
  assert.ok(upper.y >= 120 + 39 && upper.y + upper.height <= 370 - 39)
  assert.ok(lower.y >= 120 + 39 && lower.y + lower.height <= 370 - 39 - 15) // where the slope is written
  assert.equal(upper.x + upper.width / 2, 276)
})

test("one above the other, it is beside the neuron, towards the middle", () => {
  const nodes = [node("o1", 88, 536), node("a_o1", 88, 638), node("o2", 302, 536), node("a_o2", 302, 638)]
  const layout = { width: 390, height: 870, nodes }
  const left = lensBox(layout, "o1", "a_o1"), right = lensBox(layout, "o2", "a_o2")
  assert.ok(left.x >= 88 + 43 && left.x + left.width <= 390)
  assert.ok(right.x >= 0 && right.x + right.width <= 302 - 43)
  assert.equal(left.y + left.height / 2, 587)
})
