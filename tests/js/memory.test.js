import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { isNew, knows, remember } from "../../pages/components/slope/memory.js"

/** @type {any} */
const page = globalThis

/** @param {PropertyDescriptor} storage */
function visit(storage) {
  delete page.backpropLabKnows
  delete page.backpropLabWish
  Object.defineProperty(page, "localStorage", { configurable: true, ...storage })
}

const blocked = () => {
  throw new Error("SecurityError")
}

beforeEach(() => visit({ get: blocked }))

test("a browser remembers from one visit to the next", () => {
  const kept = new Map()
  const storage = { getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: kept.set.bind(kept) }
  visit({ value: storage })
  assert.equal(knows(), false)
  remember()
  visit({ value: storage })
  assert.equal(knows(), true)
})

test("where storage is blocked the page alone remembers", () => {
  assert.equal(knows(), false)
  remember()
  assert.equal(knows(), true)
  visit({ get: blocked })
  assert.equal(knows(), false)
})

test("a wish is new once", () => {
  assert.equal(isNew(""), false)
  assert.equal(isNew("session 1"), true)
  assert.equal(isNew("session 1"), false)
  assert.equal(isNew(""), false)
  assert.equal(isNew("session 1"), false)
  assert.equal(isNew("session 2"), true)
})
