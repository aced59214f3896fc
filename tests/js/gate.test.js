import assert from "node:assert/strict"
import { test } from "node:test"

import { readScore, spoken } from "../../pages/components/shared/gate.js"

const NOTHING = { on: false, right: 0, asked: 0 }
const ASKED = { question: "Which way does w5 go?", choices: ["up", "down"], answers: ["w5 goes up", "w5 goes down"] }

test("a score is read back, and one that makes no sense is none", () => {
  const score = { on: true, right: 2, asked: 3 }
  assert.deepEqual(readScore(JSON.stringify(score)), score)
  for (const text of ["", "null", "{", "[]", '{"on":1,"right":0,"asked":0}', '{"on":true,"right":4,"asked":3}'])
    assert.deepEqual(readScore(text), NOTHING)
})

test("what is said names the truth and the score, whatever was chosen", () => {
  const score = { on: true, right: 1, asked: 2 }
  assert.equal(spoken(ASKED, 1, 1, score), "Right: w5 goes down. 1 of 2 predicted.")
  assert.equal(spoken(ASKED, 1, 0, score), "No: w5 goes down. 1 of 2 predicted.")
  assert.equal(spoken(ASKED, 1, null, score), "You wanted to see it: w5 goes down. 1 of 2 predicted.")
})
