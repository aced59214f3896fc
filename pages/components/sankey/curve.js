/**
 * A smooth path through places along and across, that leaves and reaches each of them straight along.
 *
 * @param {number[][]} places
 * @param {(place: number[]) => number[]} pixels where a place is on the screen
 */
export function curve(places, pixels) {
  const text = (/** @type {number[]} */ place) => pixels(place).map(x => Math.round(x * 10) / 10).join()
  return "M" + text(places[0]) + places.slice(1).map((to, k) => {
    const from = places[k], bend = (to[0] - from[0]) / 2
    return `C${text([from[0] + bend, from[1]])} ${text([to[0] - bend, to[1]])} ${text(to)}`
  }).join("")
}
