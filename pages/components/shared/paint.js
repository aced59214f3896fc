/**
 * Paints a canvas pixel by pixel, row by row.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width pixels
 * @param {number} height pixels
 * @param {(place: number) => number[] | null} colour red, green and blue of the pixel at that place, null for none
 */
export function paint(canvas, width, height, colour) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))
  const picture = context.createImageData(width, height)
  for (let place = 0; place < height * width; place++) {
    const shade = colour(place)
    if (shade === null) continue
    for (let c = 0; c < 3; c++) picture.data[4 * place + c] = shade[c]
    picture.data[4 * place + 3] = 255
  }
  context.putImageData(picture, 0, 0)
}
