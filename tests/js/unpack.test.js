import assert from "node:assert/strict"
import { test } from "node:test"
import { deflateSync } from "node:zlib"

import { unpack, unpackPlanes } from "../../pages/components/shared/unpack.js"
import { heights } from "../../pages/components/surface/ground.js"

/** @param {Uint8Array} bytes */
function packed(bytes) {
  return deflateSync(bytes).toString("base64")
}

test("bytes come back", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, k) => (7 * k) % 256)
  assert.deepEqual(new Uint8Array(await unpack(packed(bytes))), bytes)
})

test("planes have their own ends and sizes", async () => {
  const ends = Float32Array.of(-1, 0, 1, 10) // the least of both, the largest of both
  const bytes = Uint8Array.from([...new Uint8Array(ends.buffer), 0, 255, 51, 255])
  const [first, second] = await unpackPlanes(packed(bytes), [2, 2])
  assert.deepEqual([first.low, first.high, [...first.values]], [-1, 1, [-1, 1]])
  assert.deepEqual([second.low, second.high, [...second.values]], [0, 10, [2, 10]])
})

test("heights are sums of differences along the rows, with their signs", () => {
  const differences = [10, -20, 300, -300]
  const low = differences.map(each => each & 255), high = differences.map(each => (each >> 8) & 255)
  assert.deepEqual([...heights(Uint8Array.from([...low, ...high]), 2, 10)], [1, -1, 30, 0])
})
