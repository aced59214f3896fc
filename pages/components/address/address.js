// The address follows the page, as Streamlit's own bound widgets make it do; browsers refuse more than a few changes a
// second, so it waits a moment and then shows where the page is by then.

const PAUSE = 300 // milliseconds
const places = new WeakMap() // of each component: what is to be shown, and the timer while it waits

function show({ link, names }) {
  const parameters = new URLSearchParams(location.search)
  for (const name of names) parameters.delete(name)
  for (const [name, value] of Object.entries(link)) parameters.set(name, value)
  const search = parameters.size ? `?${parameters}` : ""
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
}

export default function ({ parentElement, data }) {
  const place = places.get(parentElement) ?? {}
  places.set(parentElement, place)
  place.data = data
  place.timer ??= setTimeout(() => {
    place.timer = null
    show(place.data)
  }, PAUSE)
  return () => {
    clearTimeout(place.timer)
    place.timer = null
  }
}
