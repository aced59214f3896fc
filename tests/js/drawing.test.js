// What is computed before it is drawn: labels, scales, paths, places under a pointer.

import assert from "node:assert/strict"
import { test } from "node:test"

import { outline } from "../../pages/components/pictures/outline.js"
import { lossAt, Scale } from "../../pages/components/race/scale.js"
import { curve } from "../../pages/components/sankey/curve.js"
import { shades } from "../../pages/components/shared/colours.js"
import { filled } from "../../pages/components/shared/equation.js"
import { cellUnder, within } from "../../pages/components/shared/pointer.js"
import { spread } from "../../pages/components/shared/spread.js"
import { through } from "../../pages/components/shared/svg.js"
import { shade } from "../../pages/components/surface/ground.js"

test("labels that are apart stay where they are", () => {
  assert.deepEqual(spread([90, 10, 50], 15, 0, 100), [90, 10, 50])
})

test("labels that meet are pushed apart in their order, and stay within", () => {
  for (const heights of [[50, 50, 50], [0, 3, 1], [100, 99, 98], [120, -5, 60], []]) {
    const placed = spread(heights, 15, 0, 100)
    const order = heights.map((height, k) => [height, placed[k]]).sort((a, b) => a[0] - b[0]).map(pair => pair[1])
    assert.equal(placed.length, heights.length)
    for (const [k, height] of order.entries()) {
      assert.ok(height >= 0 && height <= 100)
      if (k) assert.ok(height - order[k - 1] >= 15)
    }
  }
})

for (const across of /** @type {const} */ (["linear", "log"])) {
  const scale = new Scale(400, 200, 1000, [0.01, 1], { across, up: across })
  test(`a ${across} scale goes from edge to edge and back`, () => {
    assert.deepEqual([scale.x(0), scale.x(1000)], [0, 400])
    assert.deepEqual([scale.y(1), scale.y(0.01)], [0, 200])
    for (const update of [0, 1, 17, 999]) assert.ok(Math.abs(scale.updateAt(scale.shareOf(update)) - update) < 1e-9)
  })
}

test("a logarithmic scale has equal steps for equal factors, and a place for a loss of 0", () => {
  const scale = new Scale(400, 200, 1000, [0.01, 1], { across: "log", up: "log" })
  assert.ok(Math.abs(scale.y(0.1) - 100) < 1e-9)
  assert.ok(Number.isFinite(scale.y(0)))
})

test("a loss between two updates lies on the line between theirs", () => {
  const runner = { losses: [8, 4, 2], lasted: 20 }
  assert.deepEqual([0, 5, 10, 15, 20].map(update => lossAt(runner, [0, 10, 20], update)), [8, 6, 4, 3, 2])
})

test("a runner that was stopped stays at its last loss", () => {
  const runner = { losses: [8, 4, null], lasted: 10 }
  assert.deepEqual([10, 15, 20].map(update => lossAt(runner, [0, 10, 20], update)), [4, 4, 4])
})

test("a path through points has hundredths, and none is empty", () => {
  assert.equal(through([[0, 1.005], [2.3456, 3]]), "M0,1L2.35,3")
  assert.equal(through([]), "")
})

test("a stream bends halfway between its nodes", () => {
  assert.equal(curve([[0, 0], [10, 4]], ([along, across]) => [across, along]), "M0,0C0,5 4,5 4,10")
})

test("the outline goes around ink", () => {
  assert.equal(outline([1], 1, 1), "M0 0h1M0 0v1M1 0v1M0 1h1")
  assert.equal(outline([0.4], 1, 1), "")
  assert.equal((outline([1, 1], 1, 2).match(/M/g) ?? []).length, 6) // no edge between two with ink
})

test("a pointer is over a cell of the grid that fills an element", () => {
  const box = { left: 100, top: 50, width: 280, height: 140 }
  const element = /** @type {any} */ ({ getBoundingClientRect: () => box })
  const under = (/** @type {number} */ clientX, /** @type {number} */ clientY) =>
    cellUnder({ clientX, clientY }, element, { height: 14, width: 28 })
  assert.deepEqual(under(100, 50), { row: 0, column: 0 })
  assert.deepEqual(under(379, 189), { row: 13, column: 27 })
  assert.deepEqual(under(99, 190), { row: 14, column: -1 })
  assert.deepEqual([-3, 4, 12].map(number => within(number, 0, 9)), [0, 4, 9])
})

test("shades go from one colour to another", () => {
  const all = shades([0, 255, 10], [255, 0, 10])
  assert.equal(all.length, 256)
  assert.deepEqual([all[0], all[51], all.at(-1)], [[0, 255, 10], [51, 204, 10], [255, 0, 10]])
})

test("a map is darker at a contour line, and has the colour of its band elsewhere", () => {
  const bands = [[0, 0, 0], [100, 100, 100], [200, 200, 200]], ink = [255, 255, 255]
  assert.deepEqual(shade(0.5, 0.01, bands, ink), bands[0])
  assert.deepEqual(shade(5, 0.01, bands, ink), bands[2])
  assert.deepEqual(shade(1, 0.01, bands, ink), [50 + 205 * 0.3, 50 + 205 * 0.3, 50 + 205 * 0.3])
  assert.deepEqual(shade(0.3, 0.01, [[7, 7, 7]], ink), [7, 7, 7]) // a flat surface has no lines
})

test("a negative number gets brackets where it needs them", () => {
  const number = ["mn", { class: "w5" }, ["−0.4"]]
  assert.deepEqual(filled(["slot", { class: "w5" }, [1]], ["0.1", "−0.4"]), number)
  assert.deepEqual(filled(["slot", { class: "w5", signed: true }, [1]], ["0.1", "−0.4"]),
    ["mrow", {}, [["mo", {}, ["("]], number, ["mo", {}, [")"]]]])
  assert.deepEqual(filled(["slot", { signed: true }, [0]], ["0.1"]), ["mn", {}, ["0.1"]])
})
