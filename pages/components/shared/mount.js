// The function that a component exports: one object of this kind for each place on the page, as long as it is there.
// It is shown what stays and what changes together, once both have come; the latter is told by `now.js`.

function mounted(Kind) {
  const places = new WeakMap() // the object of each place, and what of its data stays
  const all = (globalThis.backpropLabNow ??= new Map())
  return component => {
    const place = component.parentElement, mount = places.get(place) ?? {}
    places.set(place, mount)
    if (mount.bytes !== component.data) {
      mount.bytes = component.data
      mount.stays = JSON.parse(new TextDecoder().decode(component.data))
    }
    const { key, id, data } = mount.stays, entry = all.get(key) ?? {}
    all.set(key, entry)
    entry.listener = now => {
      if (now.id !== id) return // what stays is on its way too: another network's formulas, say
      seen(place, true)
      mount.object ??= new Kind(component)
      mount.object.update({ ...component, data: { ...data, ...now.data } })
    }
    const own = entry.listener
    if (entry.sent) own(entry.sent)
    seen(place, mount.object !== undefined) // an empty frame would only blink
    return () => {
      if (entry.listener !== own) return // this call was overtaken by another one, which goes on
      delete entry.listener
      mount.object?.destroy?.()
      places.delete(place)
    }
  }
}

function seen(place, whether) {
  for (const child of place.children) child.style.visibility = whether ? "" : "hidden"
}
