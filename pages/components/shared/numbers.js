// Numbers as texts. A minus sign is as long as a plus.

const RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"

/**
 * In three digits: −0.241, 1.2e−5.
 *
 * @param {number} number
 */
export function threeDigits(number) {
  const size = Math.abs(number)
  const text = size >= 1e5 || (size && size < 1e-3) ? number.toExponential(1) : String(Number(number.toPrecision(3)))
  return text.replaceAll("-", "−")
}

/**
 * In four digits: 0.2411, 2.300×10⁻⁵.
 *
 * @param {number} number
 */
export function fourDigits(number) {
  const size = Math.abs(number)
  if (number === 0) return "0"
  if (size >= 1e-4 && size < 1e4) return number.toPrecision(4).replace("-", "−")
  const [mantissa, power] = number.toExponential(3).split("e")
  const raised = [...String(Number(power))].map(each => RAISED["-0123456789".indexOf(each)]).join("")
  return `${mantissa.replace("-", "−")}×10${raised}`
}

/**
 * A number that was read off a picture, with no more decimals than can be seen there.
 *
 * @param {number} number
 * @param {number} width of the window that the picture shows
 * @param {number} digits of that width that can be told apart
 */
export function readOff(number, width, digits) {
  return Number(number.toFixed(Math.min(15, Math.max(0, Math.ceil(digits - Math.log10(width))))))
}

/** @param {number} count */
export function grouped(count) {
  return count.toLocaleString("en")
}
