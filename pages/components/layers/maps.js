// What each operation made of an image: a canvas a map, one pixel a value; numbers without a place are bars.

const TALLEST = 290 // pixels of the screen that the maps of one operation may take, one below the other
const LABEL = 13 // of which the number of a map takes
const BAR = 40 // pixels of the canvas for the longest bar

// The maps of all operations, out of the text that pages/components/shared/packed.py made.
async function readMaps({ operations, packed }) {
  const buffer = await unpack(packed)
  const total = operations.reduce((sum, operation) => sum + operation.count, 0)
  const ends = new DataView(buffer)
  let index = 0, place = 8 * total
  return operations.map(({ name, count, height, width }) => {
    const planes = Array.from({ length: count }, () => {
      const low = ends.getFloat32(4 * index, true), high = ends.getFloat32(4 * (total + index), true)
      const levels = new Uint8Array(buffer, place, height * width)
      index += 1
      place += height * width
      return { low, high, values: Float32Array.from(levels, level => low + ((high - low) * level) / 255) }
    })
    const low = Math.min(...planes.map(plane => plane.low)), high = Math.max(...planes.map(plane => plane.high))
    return { name, height, width, planes, low, high, image: name === "input", flat: width === 1 }
  })
}

class Maps {
  constructor(colours) {
    this.colours = colours
    this.operations = new Map()
  }

  // The ends of the scale that a map is coloured on.
  ends(operation, plane) {
    if (operation.image) return { low: 0, high: 1 }
    if (this.scope === "map") return plane
    if (this.scope === "operation") return operation
    const all = [...this.operations.values()].filter(each => !each.image)
    return { low: Math.min(...all.map(each => each.low)), high: Math.max(...all.map(each => each.high)) }
  }

  show(operations, boxes, probabilities) {
    this.operations = new Map(operations.map(operation => [operation.name, operation]))
    for (const [name, box] of boxes) {
      const operation = this.operations.get(name)
      if (operation) this.build(operation, box.querySelector(".seen"), operation.name === probabilities.operation)
      else box.querySelector(".seen").replaceChildren()
    }
    this.paint()
  }

  build(operation, place, digits) {
    const { name, planes, height, width, flat } = operation
    const key = [name, planes.length, height, width].join()
    if (place.dataset.key !== key || !place.firstChild) {
      place.dataset.key = key
      const grid = element("div", flat ? "grid flat" : "grid")
      grid.dataset.operation = name
      grid.tabIndex = 0
      grid.setAttribute("role", "application")
      const what = flat ? `${height} numbers` : `${planes.length} maps of ${height} × ${width}`
      grid.ariaLabel = `${name}: ${what}. Arrow keys move, Page Up and Page Down change the map, Enter picks.`
      const scale = Math.max(operation.image ? 1 : 2, Math.floor((operation.image ? 112 : 44) / Math.max(height, width)))
      const [wide, tall] = flat ? [64, height * Math.max(1, Math.min(22, Math.floor(TALLEST / height)))] : [width * scale, height * scale]
      const down = Math.max(1, Math.floor(TALLEST / (tall + LABEL)))
      grid.style.gridTemplateColumns = `repeat(${Math.ceil(planes.length / down)}, auto)`
      grid.append(...planes.map((_, index) => {
        const canvas = document.createElement("canvas")
        canvas.style.width = `${wide}px`
        canvas.style.height = `${tall}px`
        const frame = element("div", "frame", canvas)
        const map = element("div", "map", frame)
        map.dataset.map = index
        if (!flat && planes.length > 1) map.append(element("span", "index", String(index)))
        if (digits) map.prepend(element("ol", "numbers", ...planes[0].values.keys().map(k => element("li", "", String(k)))))
        return map
      }))
      place.replaceChildren(element("p", "legend"), grid)
    }
    operation.grid = place.lastElementChild
    operation.legend = place.firstElementChild
  }

  paint() {
    for (const operation of this.operations.values()) {
      if (!operation.grid) continue
      operation.planes.forEach((plane, index) =>
        this.paintPlane(operation.grid.children[index].querySelector("canvas"), operation, plane))
      if (this.scope === "map" && operation.planes.length > 1) operation.legend.replaceChildren("each its own")
      else this.paintLegend(operation.legend, operation, operation)
    }
  }

  paintPlane(canvas, operation, plane) {
    const { height, width, flat, image } = operation, { values } = plane
    const wide = flat ? BAR : width
    if (canvas.width !== wide || canvas.height !== height) [canvas.width, canvas.height] = [wide, height]
    const context = canvas.getContext("2d"), picture = context.createImageData(wide, height)
    const ends = this.ends(operation, plane), reach = Math.max(Math.abs(ends.low), Math.abs(ends.high))
    const put = (place, [red, green, blue]) => picture.data.set([red, green, blue, 255], 4 * place)
    if (!flat) values.forEach((value, place) => put(place, this.colours.of(value, reach, image)))
    else {
      const low = Math.min(0, ends.low), high = Math.max(0, ends.high)
      const column = value => Math.round(((value - low) / (high - low || 1)) * BAR)
      values.forEach((value, row) => {
        const [from, to] = [column(0), column(value)].sort((a, b) => a - b)
        const colour = this.colours.of(Math.sign(value), 1, image)
        for (let x = from; x < Math.max(to, from + (value !== 0)) && x < BAR; x++) put(row * BAR + x, colour)
      })
    }
    context.putImageData(picture, 0, 0)
  }

  // The least and the largest number with the colours between them.
  paintLegend(place, operation, { low, high }) {
    const ends = this.ends(operation, { low, high }), reach = Math.max(Math.abs(ends.low), Math.abs(ends.high))
    const stops = Array.from({ length: 17 }, (_, k) =>
      `rgb(${this.colours.of(low + ((high - low) * k) / 16, reach, operation.image).map(Math.round).join(" ")})`)
    const ramp = element("span", "ramp")
    ramp.style.backgroundImage = `linear-gradient(to right, ${stops.join()})`
    place.replaceChildren(element("span", "", short(low)), ramp, element("span", "", short(high)))
  }

  // The place { name, map, row, column } of the value under a pointer.
  under(event) {
    const canvas = event.target.closest("canvas"), grid = event.target.closest("[data-operation]")
    const operation = this.operations.get(grid?.dataset.operation)
    if (!canvas || !operation) return null
    const box = canvas.getBoundingClientRect()
    const cell = (at, size, count) => Math.max(0, Math.min(count - 1, Math.floor((at / size) * count)))
    const map = Number(event.target.closest("[data-map]").dataset.map)
    const row = cell(event.clientY - box.top, box.height, operation.height)
    return { name: operation.name, map, row, column: cell(event.clientX - box.left, box.width, operation.width) }
  }

  value({ name, map, row, column }) {
    const operation = this.operations.get(name)
    return operation?.planes[map]?.values[row * operation.width + column]
  }

  has(place) {
    return Boolean(place) && this.value(place) !== undefined
  }

  // The place that a key leads to from a place; nothing for other keys.
  moved({ name, map, row, column }, key) {
    const { height, width, planes } = this.operations.get(name)
    const within = (at, count) => Math.max(0, Math.min(count - 1, at))
    if (key === "ArrowLeft") column -= 1
    else if (key === "ArrowRight") column += 1
    else if (key === "ArrowUp") row -= 1
    else if (key === "ArrowDown") row += 1
    else if (key === "PageUp") map -= 1
    else if (key === "PageDown") map += 1
    else if (key === "Home") column = 0
    else if (key === "End") column = width - 1
    else return null
    return { name, map: within(map, planes.length), row: within(row, height), column: within(column, width) }
  }
}

function same(a, b) {
  return Boolean(a && b) && ["name", "map", "row", "column"].every(part => a[part] === b[part])
}
