// What all components have that post events: their html, and the mailbox to the server.

import { Mailbox } from "./mailbox.js"

/** @typedef {import("./mount.js").Component} Component */

export class View {
  /** @type {any} */
  data // the newest of it

  /**
   * @param {Component} component
   * @param {string} frame selects the element that everything else of the component is in
   */
  constructor({ parentElement, setStateValue }, frame) {
    this.root = /** @type {HTMLElement} */ (parentElement.querySelector(frame))
    this.setStateValue = setStateValue
    this.mailbox = new Mailbox(
      events => this.setStateValue("events", events),
      late => {
        const message = this.find(".late")
        if (message) message.hidden = !late
      },
    )
  }

  /**
   * @param {string} selector
   * @returns {any} the element of the component's own html
   */
  find(selector) {
    return this.root.querySelector(selector)
  }

  /**
   * Notes what came with newer data; called first in each update.
   *
   * @param {Component} component
   */
  received({ data, setStateValue }) {
    this.data = data
    this.setStateValue = setStateValue
    this.mailbox.answered(data.answered)
  }

  destroy() {
    this.mailbox.close()
  }
}
