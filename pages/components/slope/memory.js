// Whether this visitor has done with the introduction: in the browser's own storage, and where that is blocked, as
// long as the page is open.

const KEY = "backprop lab: knows what a slope is"

/** @type {any} */
const page = globalThis

/** @returns {boolean} */
export function knows() {
  try {
    return Boolean(page.backpropLabKnows ?? localStorage.getItem(KEY))
  } catch {
    return false
  }
}

export function remember() {
  page.backpropLabKnows = true
  try {
    localStorage.setItem(KEY, "yes")
  } catch {
    // then it is asked again on the next visit
  }
}

/**
 * Whether this wish to open the introduction is new; a page that is entered again is given the last one again.
 *
 * @param {string} wish
 */
export function isNew(wish) {
  const known = !wish || page.backpropLabWish === wish
  page.backpropLabWish = wish || page.backpropLabWish
  return !known
}
