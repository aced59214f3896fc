import assert from "node:assert/strict"
import { test } from "node:test"

import { fourDigits, grouped, readOff, threeDigits } from "../../pages/components/shared/numbers.js"

/** @type {[number, string][]} */
const FOUR = [
  [0, "0"], [-0, "0"], [0.24114, "0.2411"], [-1.5, "−1.500"], [9999, "9999"], [1e4, "1.000×10⁴"],
  [2.3e-5, "2.300×10⁻⁵"], [-1.2346e-12, "−1.235×10⁻¹²"],
  [1e-4, "0.0001000"],
]
/** @type {[number, string][]} */
const THREE = [[0, "0"], [0.24114, "0.241"], [-12.345, "−12.3"], [0.00012, "1.2e−4"], [123456, "1.2e+5"], [-1, "−1"]]

for (const [number, text] of FOUR) test(`${number} in four digits`, () => assert.equal(fourDigits(number), text))
for (const [number, text] of THREE) test(`${number} in three digits`, () => assert.equal(threeDigits(number), text))

test("a number read off a narrow window has more decimals", () => {
  assert.equal(readOff(0.123456, 10, 2.3), 0.12)
  assert.equal(readOff(0.123456, 0.01, 2.3), 0.12346)
  assert.equal(readOff(1234.56, 1e6, 2.3), 1235)
  assert.equal(readOff(1 / 3, 1e-300, 2.3), 0.333333333333333)
})

test("thousands are grouped", () => assert.equal(grouped(10000), "10,000"))
