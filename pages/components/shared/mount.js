// The function that a component exports: one object of a class for each place on the page, as long as the place is
// there. The object is shown what stays and what changes together, once both have come; `now.js` passes on the latter.

/**
 * What Streamlit calls a component with.
 *
 * @typedef {object} Component
 * @property {HTMLElement} parentElement the place on the page
 * @property {any} data
 * @property {(name: string, value: unknown) => void} setStateValue
 */

/**
 * An update that has to unpack something first is done when its promise is.
 *
 * @typedef {{ update(component: Component): void | Promise<void>, destroy?: () => void }} Mounted
 */
/** @typedef {{ key: string, id: string, data: object }} Now what changes, for the component with that key */
/** @typedef {{ sent?: Now, listener?: (now: Now) => void }} Entry */
/** @typedef {ReturnType<Mounted["update"]>} Update */
/** @typedef {{ bytes?: Uint8Array, stays?: any, object?: Mounted, newest?: Update, drawn?: boolean }} Mount */

/** @param {new (component: Component) => Mounted} Kind */
export function mounted(Kind) {
  /** @type {WeakMap<HTMLElement, Mount>} */
  const mounts = new WeakMap()
  const entries = entriesOfPage()
  /** @param {Component} component */
  const run = component => {
    const place = component.parentElement, mount = mounts.get(place) ?? {}
    mounts.set(place, mount)
    if (mount.bytes !== component.data) {
      mount.bytes = component.data
      mount.stays = JSON.parse(new TextDecoder().decode(component.data))
    }
    const { key, id, data } = mount.stays, entry = entries.get(key) ?? {}
    entries.set(key, entry)
    /** @param {Now} now */
    const listener = now => {
      if (now.id !== id) return // what stays is on its way too: another network's formulas, say
      show(place, true)
      mount.object ??= new Kind(component)
      const update = mount.newest = mount.object.update({ ...component, data: { ...data, ...now.data } })
      mount.drawn ||= !update
      show(place, mount.drawn) // a click on a map that is still being unpacked would be lost
      if (update) void update.then(() => {
        if (mount.newest === update && mounts.get(place) === mount) show(place, mount.drawn = true)
      })
    }
    entry.listener = listener
    if (entry.sent) listener(entry.sent)
    show(place, mount.drawn === true) // an empty frame would only blink
    return () => {
      if (entry.listener !== listener) return // this call was overtaken by another one, which goes on
      delete entry.listener
      mount.object?.destroy?.()
      mounts.delete(place)
    }
  }
  return run
}

/**
 * One map for all components of the page, which are modules without any other in common.
 *
 * @returns {Map<string, Entry>}
 */
export function entriesOfPage() {
  const page = /** @type {any} */ (globalThis)
  return (page.backpropLabNow ??= new Map())
}

/**
 * @param {HTMLElement} place
 * @param {boolean} whether
 */
function show(place, whether) {
  for (const child of /** @type {Iterable<any>} */ (place.children)) child.style.visibility = whether ? "" : "hidden"
}
