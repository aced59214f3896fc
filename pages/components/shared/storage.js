// What a browser keeps for us. One that is told to keep nothing throws at the mere mention: then nothing is remembered.

/**
 * What is kept under a name, nothing where there is none.
 *
 * @param {"localStorage" | "sessionStorage"} where
 * @param {string} name
 */
export function recall(where, name) {
  try {
    return globalThis[where].getItem(name) ?? ""
  } catch {
    return ""
  }
}

/**
 * Keeps a text under a name; an empty one is as good as none.
 *
 * @param {"localStorage" | "sessionStorage"} where
 * @param {string} name
 * @param {string} text
 */
export function keep(where, name, text) {
  try {
    globalThis[where].setItem(name, text)
  } catch { /* as above */ }
}
