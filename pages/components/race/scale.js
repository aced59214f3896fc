// From updates and losses to pixels, from the left and from the top, and back.

/** @typedef {{ across: "linear" | "log", up: "linear" | "log" }} Kinds */

export class Scale {
  /**
   * @param {number} width
   * @param {number} height
   * @param {number} last update, at least 1
   * @param {[low: number, high: number]} window of losses
   * @param {Kinds} kinds
   */
  constructor(width, height, last, window, kinds) {
    this.width = width
    this.height = height
    this.last = last
    this.window = window
    this.kinds = kinds
  }

  /** @param {number} update */
  x(update) {
    return this.shareOf(update) * this.width
  }

  /** @param {number} loss */
  y(loss) {
    const [low, high] = this.window
    if (this.kinds.up === "linear") return (1 - (loss - low) / (high - low)) * this.height
    return (1 - Math.log(Math.max(loss, low / 10) / low) / Math.log(high / low)) * this.height
  }

  /**
   * The share of the way from left to right that an update is at.
   *
   * @param {number} update
   */
  shareOf(update) {
    return this.kinds.across === "log" ? Math.log(update + 1) / Math.log(this.last + 1) : update / this.last
  }

  /**
   * The update, with fractions, at a share of the way.
   *
   * @param {number} share
   */
  updateAt(share) {
    return this.kinds.across === "log" ? Math.exp(share * Math.log(this.last + 1)) - 1 : share * this.last
  }
}

/**
 * The loss of a runner at an update, on the straight line between those that were sent.
 *
 * @param {{ losses: (number | null)[], lasted: number }} runner
 * @param {number[]} updates those of its losses
 * @param {number} update
 */
export function lossAt({ losses, lasted }, updates, update) {
  const until = Math.min(update, lasted)
  const loss = (/** @type {number} */ index) => /** @type {number} */ (losses[index])
  let next = updates.findIndex(each => each >= until)
  while (loss(next) === null) next--
  if (next <= 0 || updates[next] <= until) return loss(Math.max(next, 0))
  const share = (until - updates[next - 1]) / (updates[next] - updates[next - 1])
  return loss(next - 1) * (1 - share) + loss(next) * share
}
