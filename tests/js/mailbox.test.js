import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"

import { Mailbox } from "../../pages/components/shared/mailbox.js"
import { Picks } from "../../pages/components/shared/picks.js"

/** @type {string[][]} */
let sent
/** @type {boolean[]} */
let late
/** @type {Mailbox} */
let mailbox
/** @type {(() => void) | null} */
let alarm // what the mailbox does when its patience ends

beforeEach(() => {
  alarm = null
  mock.method(globalThis, "setTimeout", (/** @type {() => void} */ callback) => (alarm = callback))
  mock.method(globalThis, "clearTimeout", () => (alarm = null))
  sent = []
  late = []
  mailbox = new Mailbox(events => sent.push(events.map(event => event.text)), whether => late.push(whether))
})

/**
 * @param {string} text
 * @param {string} name
 */
function edit(text, name = "w5") {
  mailbox.post({ kind: "edit", name, text })
}

test("of several edits while one is under way only the newest goes next", () => {
  for (const text of ["1", "2", "3"]) edit(text)
  assert.deepEqual(sent, [["1"]])
  mailbox.answered(mailbox.events[0].number)
  assert.deepEqual(sent, [["1"], ["3"]])
})

test("edits of different numbers all go, in their order", () => {
  edit("1")
  edit("2", "w6")
  edit("3", "w5")
  mailbox.answered(mailbox.events[0].number)
  assert.deepEqual(sent, [["1"], ["2", "3"]])
})

test("what is under way is not changed by a newer edit", () => {
  edit("1")
  edit("2")
  assert.deepEqual(mailbox.events.map(event => event.text), ["1", "2"])
})

test("what is not answered is sent again with the same number", () => {
  edit("1")
  const [{ number }] = mailbox.events
  alarm?.()
  assert.deepEqual(sent, [["1"], ["1"]])
  assert.deepEqual(late, [true])
  assert.equal(mailbox.events[0].number, number)
  mailbox.answered(number)
  assert.deepEqual(late, [true, false])
  assert.ok(mailbox.idle)
  assert.equal(alarm, null)
})

test("who only steps on is not told of waiting, who then changes something is", () => {
  mailbox.post({ kind: "step", name: "", text: "net-h1" })
  alarm?.()
  assert.deepEqual(sent, [["net-h1"], ["net-h1"]])
  assert.deepEqual(late, [false])
  edit("1")
  alarm?.()
  assert.deepEqual(late, [false, true])
})

test("an answer to an older event leaves the newer ones", () => {
  edit("1")
  edit("2", "w6")
  mailbox.answered(mailbox.events[0].number - 1)
  assert.equal(mailbox.events.length, 2)
})

test("a closed mailbox is silent", () => {
  edit("1")
  mailbox.close()
  assert.equal(alarm, null)
})

test("what has to come first comes first, and all that waits gets new and growing numbers", () => {
  edit("1")
  edit("2", "w6")
  const last = mailbox.last
  const number = mailbox.postFirst({ kind: "restore", name: "", text: "0" })
  assert.deepEqual(sent.at(-1), ["0", "1", "2"])
  assert.deepEqual(mailbox.events.map(event => event.number), [last + 1, last + 2, last + 3])
  assert.equal(number, last + 1)
})

test("each pick has a larger number, and only an answer to the last one is one", () => {
  const picks = new Picks()
  /** @type {any[]} */
  const picked = []
  const setStateValue = (/** @type {string} */ _, /** @type {any} */ pick) => picked.push(pick)
  const component = /** @type {any} */ ({ setStateValue })
  for (const index of [4, 2, 7]) picks.send(component, { index })
  const numbers = picked.map(pick => pick.number)
  assert.deepEqual(picked.map(pick => pick.index), [4, 2, 7])
  assert.ok(numbers[0] < numbers[1] && numbers[1] < numbers[2])
  assert.deepEqual(numbers.map(answered => picks.answeredBy({ answered })), [false, false, true])
})
