// Events on their way to the server. One message is under way at a time; what happens meanwhile waits, and of several
// edits to one number only the newest does, so that a slow server never builds up a queue. A message that is not
// answered is sent again: every event has a number, and the server deals with each number once.

const PATIENCE = 3000 // milliseconds
const QUIET = "step" // the kind of event for whose answer nobody waits: the browser has shown that step already

/** @typedef {{ kind: string, name: string, text: string }} Event */

export class Mailbox {
  /** @type {(Event & { number: number })[]} */
  events = []
  last = Date.now() * 1000 // numbers grow even when the page is left and entered again
  sent = 0 // the number of the last event that is under way
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  waiting = undefined

  /**
   * @param {(events: (Event & { number: number })[]) => void} deliver sends them
   * @param {(late: boolean) => void} late says whether the server keeps a learner waiting
   */
  constructor(deliver, late) {
    this.deliver = deliver
    this.late = late
  }

  get idle() {
    return this.events.length === 0
  }

  /** @param {Event} event */
  post(event) {
    const waiting = this.events.at(-1)
    if (waiting && waiting.number > this.sent && waiting.kind === event.kind && waiting.name === event.name)
      waiting.text = event.text
    else this.events.push({ ...event, number: ++this.last })
    this.flush()
  }

  flush() {
    if (this.idle || this.events[0].number <= this.sent) return
    this.sent = this.last
    this.deliver(this.events)
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => {
      this.late(this.events.some(event => event.kind !== QUIET))
      this.sent = 0
      this.flush()
    }, PATIENCE)
  }

  /**
   * Sends an event before all that waits; with new numbers, because a server that was started anew may have seen the
   * old ones. Returns the number of the event.
   *
   * @param {Event} event
   */
  postFirst(event) {
    this.events = [event, ...this.events].map(each => ({ ...each, number: ++this.last }))
    this.sent = 0
    this.flush()
    return this.events[0].number
  }

  /**
   * The server has dealt with everything up to this number.
   *
   * @param {number} number
   */
  answered(number) {
    this.events = this.events.filter(event => event.number > number)
    if (this.idle || this.events[0].number > this.sent) {
      clearTimeout(this.waiting)
      this.late(false)
    }
    this.flush()
  }

  close() {
    clearTimeout(this.waiting)
  }
}
