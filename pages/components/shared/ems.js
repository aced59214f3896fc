// How long a text of the picture is, as a multiple of its size: known without measuring, so before it is shown as well.

/** @type {Record<string, number>} */
const NARROW = { ".": 0.27, " ": 0.22, "⁻": 0.37, "₋": 0.37 }
const DIGIT = 0.54 // of the bold face, in which digits and signs are as wide as each other
const RAISED = 0.37
const LETTER = 0.6

/** @param {string} text */
export function ems(text) {
  const wide = (/** @type {string} */ char) =>
    NARROW[char] ?? (/[⁰¹²³⁴-⁹]/.test(char) ? RAISED : /[\d−×+=≠]/.test(char) ? DIGIT : LETTER)
  return [...text].reduce((sum, char) => sum + wide(char), 0)
}
