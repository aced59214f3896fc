// The address follows the page, as Streamlit's own bound widgets make it do; browsers refuse more than a few changes a
// second, so it waits a moment and then shows where the page is by then.

import { follow } from "../shared/link.js"

const PAUSE = 300 // milliseconds

/** @typedef {{ link: Record<string, string>, names: string[] }} Data */
/** @type {WeakMap<HTMLElement, { data: Data, timer: ReturnType<typeof setTimeout> | null }>} */
const places = new WeakMap() // of each component: what is to be shown, and the timer while it waits

/** @param {import("../shared/mount.js").Component} component */
export default function address({ parentElement, data }) {
  const place = places.get(parentElement) ?? { data, timer: null }
  places.set(parentElement, place)
  place.data = data
  const show = () => {
    place.timer = null
    follow(place.data.link, place.data.names)
  }
  const leave = () => place.timer && show() // a reload comes back to where one is by now
  place.timer ??= setTimeout(show, PAUSE)
  addEventListener("pagehide", leave)
  return () => {
    removeEventListener("pagehide", leave)
    clearTimeout(place.timer ?? undefined)
    place.timer = null
  }
}
