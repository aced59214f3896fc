// Bytes out of a text: base64, then inflated. The other half is pages/components/shared/packed.py.

async function unpack(text) {
  const deflated = Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate"))
  return new Response(stream).arrayBuffer()
}
