// Events on their way to the server. One message is under way at a time; what happens meanwhile waits, and of several
// edits to one number only the newest does, so that a slow server never builds up a queue. Nothing sent is forgotten
// before it has been answered.

class Mail {
  constructor() {
    this.events = []
    this.last = Date.now() * 1000 // numbers grow even when the page is left and entered again
    this.sent = this.answeredTo = 0
  }

  get idle() {
    return this.events.length === 0
  }

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
  }

  // The server has dealt with everything up to this number.
  answered(number) {
    this.events = this.events.filter(event => event.number > number)
    this.flush()
  }
}
