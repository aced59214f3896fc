// The function that a component exports: one object of this kind for each place on the page, as long as it is there.

function mounted(Kind) {
  const all = new WeakMap()
  return component => {
    const place = component.parentElement
    if (!all.has(place)) all.set(place, new Kind(component))
    all.get(place).update(component)
    return () => {
      all.get(place)?.destroy?.()
      all.delete(place)
    }
  }
}
