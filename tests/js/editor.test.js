import assert from "node:assert/strict"
import { test } from "node:test"
import { counted } from "../../pages/components/editor/row.js"

test("a number is counted without the dust of binary fractions, and not below 0", () => {
  assert.equal(counted(5, 1), "6")
  assert.equal(counted(0.29, 0.01), "0.3")
  assert.equal(counted(0.1, 0.2), "0.3")
  assert.equal(counted(3, -10), "0")
})
