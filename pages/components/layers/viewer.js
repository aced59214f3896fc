// The picked value's map, enlarged, beside the image it comes from, and the number itself in words.

class Viewer {
  constructor(find, maps) {
    this.find = find
    this.maps = maps
  }

  // `on` is the place whose map is enlarged; `picked` and `cursor` are places too, or nothing; `told` is the picked
  // number with more digits than the maps have; `field` is the part of the image that it sees.
  show({ on, picked, cursor, told, field }) {
    const operation = this.maps.operations.get(on?.name)
    this.hidden = !operation
    this.showMap(operation, on)
    this.showImage(field)
    this.rings({ on, picked, cursor })
    this.tell(cursor ?? picked, picked, told)
  }

  showMap(operation, on) {
    const frame = this.find(".lens .frame"), canvas = frame.querySelector("canvas")
    this.find(".lens").hidden = !operation
    if (!operation) return
    const plane = operation.planes[on.map]
    this.find(".lens").dataset.operation = operation.name
    this.find(".lens").dataset.map = on.map
    this.maps.paintPlane(canvas, operation, plane)
    const room = this.find(".lens .room-for-map").clientWidth
    const scale = Math.max(1, Math.floor(room / Math.max(operation.height, operation.width)))
    const wide = operation.flat ? room : operation.width * scale
    canvas.style.width = `${wide}px`
    canvas.style.height = `${operation.flat ? operation.height * Math.max(1, Math.floor(room / operation.height)) : operation.height * scale}px`
    setText(this.find(".lens figcaption"), operation.flat ? operation.name : `${operation.name}, map ${on.map}`)
    this.maps.paintLegend(this.find(".this-map .legend"), operation, plane)
  }

  showImage(field) {
    const image = this.maps.operations.get("input")
    this.find(".image").hidden = !image
    if (!image) return
    const canvas = this.find(".image canvas"), room = this.find(".image .room-for-map").clientWidth
    this.maps.paintPlane(canvas, image, image.planes[0])
    const scale = Math.max(1, Math.floor(room / image.width))
    canvas.style.width = canvas.style.height = `${image.width * scale}px`
    for (const frame of [this.find(".image .frame"), image.grid.querySelector(".frame")]) {
      const light = frame.querySelector(".field") ?? frame.appendChild(element("div", "field"))
      light.hidden = !field
      if (!field) continue
      const [top, left, bottom, right] = field
      const part = (count, size) => `${(100 * count) / size}%`
      light.style.left = part(left, image.width)
      light.style.top = part(top, image.height)
      light.style.width = part(right + 1 - left, image.width)
      light.style.height = part(bottom + 1 - top, image.height)
    }
    const what = field ? `rows ${field[0]} to ${field[2]}, columns ${field[1]} to ${field[3]}` : ""
    setText(this.find(".image figcaption"), field ? `sees ${what}` : "the image")
  }

  rings({ on, picked, cursor }) {
    const marks = [["picked", picked], ["cursor", same(cursor, picked) ? null : cursor]]
    for (const [kind, place] of marks) {
      const operation = this.maps.operations.get(place?.name)
      const frame = operation?.grid?.children[place.map]?.querySelector(".frame")
      const lens = place && place.name === on?.name && place.map === on.map ? this.find(".lens .frame") : null
      this.ring(`strip-${kind}`, kind, frame, operation, place)
      this.ring(`lens-${kind}`, kind, lens, operation, place)
    }
    for (const operation of this.maps.operations.values())
      for (const map of operation.grid?.children ?? [])
        map.classList.toggle("on", operation.name === on?.name && Number(map.dataset.map) === on.map)
  }

  ring(name, kind, frame, operation, place) {
    this[name] ??= element("div", `ring ${kind}`)
    if (!frame) return this[name].remove()
    if (this[name].parentElement !== frame) frame.append(this[name])
    const part = count => `${100 * count}%`
    const wide = operation.flat ? 1 : 1 / operation.width
    this[name].style.left = part((place.column + 0.5) * wide)
    this[name].style.top = part((place.row + 0.5) / operation.height)
    this[name].style.width = `max(${part(wide)}, 7px)`
    this[name].style.height = `max(${part(1 / operation.height)}, 7px)`
  }

  tell(place, picked, told) {
    const known = this.maps.has(place)
    setText(this.find(".where"), known ? written(place, this.maps.operations.get(place.name)) : "No value picked yet")
    const exact = known && same(place, picked) && told
    setText(this.find(".number"), !known ? "" : exact || `≈ ${short(this.maps.value(place))}`)
  }
}

// As PyTorch writes it, counted from 0: layer2.conv[4, 11, 6].
function written({ name, map, row, column }, operation) {
  return `${name}[${operation.flat ? row : [map, row, column].join(", ")}]`
}
