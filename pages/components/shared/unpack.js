// What core/figures/packed.py packed: base64 of deflated bytes.

/**
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
export async function unpack(text) {
  const deflated = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"))
  return new Response(stream).arrayBuffer()
}

/**
 * Planes of numbers: the least number of each, the largest of each, and one byte a number between the two.
 *
 * @param {string} text
 * @param {number[]} sizes how many numbers each plane has
 */
export async function unpackPlanes(text, sizes) {
  const buffer = await unpack(text), ends = new DataView(buffer)
  let place = 8 * sizes.length
  return sizes.map((size, index) => {
    const low = ends.getFloat32(4 * index, true), high = ends.getFloat32(4 * (sizes.length + index), true)
    const levels = new Uint8Array(buffer, place, size)
    place += size
    return { low, high, values: Float32Array.from(levels, level => low + ((high - low) * level) / 255) }
  })
}
