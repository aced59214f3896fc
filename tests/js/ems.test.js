import assert from "node:assert/strict"
import test from "node:test"

import { middle } from "../../pages/components/shared/board.js"
import { ems } from "../../pages/components/shared/ems.js"

test("raised digits and points are narrower than digits, letters wider", () => {
  assert.ok(ems("10⁻⁵") < ems("1000"))
  assert.ok(ems("0.25") < ems("0025"))
  assert.ok(ems("new ") > ems("00.0"))
  assert.equal(ems(""), 0)
})

test("a frame has what is lit in its middle, and begins with it where it is too small", () => {
  assert.equal(middle([[100, 200], [150, 300]], 400), 0)
  assert.equal(middle([[100, 900]], 400), 92)
})
