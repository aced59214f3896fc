import assert from "node:assert/strict"
import { test } from "node:test"

import { counted } from "../../pages/shared/number_keys.js"

test("an arrow key counts in the last digit, and leaves what is no plain number", () => {
  for (const [text, up, down] of [
    ["20", "21", "19"], ["0.07", "0.08", "0.06"], ["9.99", "10.00", "9.98"], ["0", "1", "0"], ["1", "2", "0"],
    ["−2", "−1", "−3"], ["-1", "0", "−2"], ["1e-6", "1e-6", "1e-6"], ["1/2", "1/2", "1/2"], ["", "", ""],
    ["0,5", "0,5", "0,5"],
  ]) assert.deepEqual([counted(text, 1), counted(text, -1)], [up, down])
})
