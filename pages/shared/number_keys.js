// In the page's number fields the arrow keys count up and down, by one of the last digit: 20, 21; 0.07, 0.08. A field
// of whole numbers brings up a phone's digits; any other one the whole keyboard, with a minus, an e and a / for 1/2.

const FIELD = "[class*='st-key-'][class*='-number'] input"
const WHOLE = "[class*='-whole-number'] input"
let listens = false

/** @param {import("../components/shared/mount.js").Component} component */
export default function keys({ data }) {
  if (listens) return
  listens = true
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(data.style)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  for (const kind of ["pointerdown", "focusin"])
    document.addEventListener(kind, ({ target }) => {
      if (target instanceof HTMLInputElement && target.matches(WHOLE)) target.inputMode = "numeric"
    }, true)
  document.addEventListener("keydown", event => {
    const field = event.target, way = { ArrowUp: 1, ArrowDown: -1 }[event.key]
    if (!way || !(field instanceof HTMLInputElement) || !field.matches(FIELD)) return
    event.preventDefault()
    const next = counted(field.value, way)
    if (next !== field.value) enter(field, next)
  })
}

/**
 * The number one further or one back in its last digit, never past 0; a text that is no plain number stays as it is.
 *
 * @param {string} text
 * @param {number} way 1 or -1
 */
export function counted(text, way) {
  if (!/^[-−]?\d{1,15}(\.\d{1,12})?$/.test(text)) return text
  const digits = text.split(".")[1]?.length ?? 0, now = Number(text.replace("−", "-"))
  const next = Number((now + way / 10 ** digits).toFixed(digits))
  return now * next < 0 || (now === 0 && way < 0) ? text : next.toFixed(digits).replace("-", "−")
}

/**
 * As if it had been typed: React sees only what its own setter has not seen.
 *
 * @param {HTMLInputElement} field
 * @param {string} text
 */
function enter(field, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, text)
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))
}
