// What a visitor picks, on its way to picks.py: each pick has a larger number than those before, so that it is answered
// once, and an answer to an older one does not undo a newer one.

export class Picks {
  last = 0

  /**
   * @param {import("./mount.js").Component} component
   * @param {object} pick
   */
  send(component, pick) {
    this.last = Math.max(this.last + 1, Date.now() * 1000) // grows even when the page is left and entered again
    component.setStateValue("pick", { ...pick, number: this.last })
  }

  /**
   * Whether these data answer the last pick.
   *
   * @param {{ answered: number }} data
   */
  answeredBy({ answered }) {
    return answered >= this.last
  }
}
