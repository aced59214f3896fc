import assert from "node:assert/strict"
import test from "node:test"

import { entriesOfPage, mounted } from "../../pages/components/shared/mount.js"

/**
 * A place on the page with one child, its component's call, and a function that sends what changes.
 *
 * @param {string} key
 * @param {new () => { update(component: any): void | Promise<void> }} Kind
 */
function placed(key, Kind) {
  const child = { style: { visibility: "" } }
  const data = new TextEncoder().encode(JSON.stringify({ key, id: "id", data: {} }))
  const run = mounted(/** @type {any} */ (Kind))
  const leave = run(/** @type {any} */ ({ parentElement: { children: [child] }, data }))
  /** @param {object} now */
  const send = now => entriesOfPage().get(key)?.listener?.({ key, id: "id", data: now })
  return { visible: () => child.style.visibility !== "hidden", send, leave }
}

test("what is drawn at once is seen at once, and not before its numbers have come", () => {
  const place = placed("at once", class { update() {} })
  assert.equal(place.visible(), false)
  place.send({})
  assert.equal(place.visible(), true)
})

test("what has to be unpacked is seen, and clicked, only once it is drawn", async () => {
  /** @type {(() => void)[]} */
  const unpacked = []
  const place = placed("unpacked", class {
    /** @returns {Promise<void>} */
    update() { return new Promise(done => unpacked.push(done)) }
  })
  place.send({})
  assert.equal(place.visible(), false)
  place.send({ newer: true })
  unpacked[0]()
  await null
  assert.equal(place.visible(), false, "the first one drew nothing: newer numbers had come")
  unpacked[1]()
  await null
  assert.equal(place.visible(), true)
  place.send({ newest: true })
  assert.equal(place.visible(), true, "what is drawn stays while newer numbers are unpacked")
})

test("what is unpacked after its place was left shows nothing", async () => {
  let unpacked = () => {}
  const place = placed("left", class {
    /** @returns {Promise<void>} */
    update() { return new Promise(done => { unpacked = done }) }
  })
  place.send({})
  place.leave()
  unpacked()
  await null
  assert.equal(place.visible(), false)
})
