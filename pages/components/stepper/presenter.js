// The presenter's view: the stage alone, on the whole screen where the browser allows it, else on the whole page.

export class Presenter {
  full = false // whether the whole screen is ours to give back

  /**
   * @param {HTMLElement} stage
   * @param {() => void} changed called when the stage has come or gone
   */
  constructor(stage, changed) {
    const home = /** @type {HTMLElement} */ (stage.parentElement)
    // A dialog keeps the rest of the page out of reach, and knows the escape key.
    const dialog = this.dialog = /** @type {HTMLDialogElement} */ (home.querySelector("dialog"))
    dialog.onclose = () => {
      home.prepend(stage)
      home.style.minHeight = ""
      if (this.full && document.fullscreenElement) document.exitFullscreen()
      this.full = false
      changed()
    }
    this.onfullscreen = () => {
      if (this.full && !document.fullscreenElement) dialog.close() // the browser took the escape key itself
    }
    this.enter = async () => {
      // The dialog has to come after it, or would lie below.
      this.full = await document.documentElement.requestFullscreen?.().then(() => true, () => false) ?? false
      home.style.minHeight = `${home.offsetHeight}px` // so that the page stays where it is
      dialog.append(stage)
      dialog.showModal()
      dialog.focus()
      changed()
    }
    document.addEventListener("fullscreenchange", this.onfullscreen)
  }

  get open() {
    return this.dialog.open
  }

  leave() {
    this.dialog.close()
  }

  destroy() {
    document.removeEventListener("fullscreenchange", this.onfullscreen)
    if (this.full && document.fullscreenElement) document.exitFullscreen()
  }
}
