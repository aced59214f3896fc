// Where keys and links lead.

import assert from "node:assert/strict"
import { test } from "node:test"

import { moved as movedTile } from "../../pages/components/gallery/moved.js"
import { moved, placeOf, same, writtenPlace } from "../../pages/components/layers/place.js"
import { linked } from "../../pages/components/shared/link.js"
import { chapterAt, neighbourPhase } from "../../pages/components/stepper/phases.js"

const PHASES = ["intro", "intro", "forward", "forward", "forward", "backward"]
const STEPS = PHASES.map((phase, index) => ({ phase, first: index === 0 || index === 2 }))

test("a chapter starts at its first step and ends before the next one", () => {
  assert.deepEqual(chapterAt(STEPS, 1), { first: 0, count: 2 })
  assert.deepEqual([2, 5].map(index => chapterAt(STEPS, index)), [{ first: 2, count: 4 }, { first: 2, count: 4 }])
})

test("the next phase starts where the name changes, the one before at its own beginning", () => {
  assert.deepEqual([0, 2, 4, 5].map(index => neighbourPhase(STEPS, index, 1)), [2, 5, 5, 5])
  assert.deepEqual([0, 1, 2, 4, 5].map(index => neighbourPhase(STEPS, index, -1)), [0, 0, 0, 2, 2])
})

test("in a gallery arrows at an edge stay, and Home and End go to the ends", () => {
  const to = (/** @type {string} */ key, /** @type {number} */ from) => movedTile(key, from, 4, 10)
  assert.deepEqual(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map(key => to(key, 5)), [4, 6, 1, 9])
  assert.deepEqual([to("ArrowLeft", 0), to("ArrowUp", 3), to("ArrowDown", 7), to("ArrowRight", 9)], [0, 3, 7, 9])
  assert.deepEqual([to("Home", 5), to("End", 5), to("a", 5)], [0, 9, null])
})

test("keys move within the maps of an operation", () => {
  const operation = { planes: [0, 0, 0], height: 4, width: 5 }, place = { name: "conv", map: 0, row: 0, column: 4 }
  const to = (/** @type {string} */ key) => moved(place, key, operation)
  assert.deepEqual(to("ArrowRight"), place)
  assert.deepEqual(to("ArrowDown"), { ...place, row: 1 })
  assert.deepEqual(to("PageDown"), { ...place, map: 1 })
  assert.deepEqual(to("PageUp"), place)
  assert.deepEqual([to("Home"), to("End")], [{ ...place, column: 0 }, place])
  assert.equal(to("Tab"), null)
})

test("a neuron has one index, a value of a map three", () => {
  const neuron = placeOf({ operation: "linear", index: [7] }), value = placeOf({ operation: "conv", index: [4, 11, 6] })
  assert.ok(neuron && value)
  assert.equal(writtenPlace(neuron, true), "linear[7]")
  assert.equal(writtenPlace(value, false), "conv[4, 11, 6]")
  assert.ok(same(value, { ...value }) && !same(value, neuron) && !same(value, null) && !same(null, null))
})

test("a link takes its own parameters away and leaves all others", () => {
  assert.equal(linked("?w5=1&theme=dark&step=h1", { w6: "0.4" }, ["w5", "w6", "step"]), "?theme=dark&w6=0.4")
  assert.equal(linked("?w5=1", {}, ["w5"]), "")
})
