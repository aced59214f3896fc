// What a component shows at the moment: data on their way to the component with that key, where `mount.js` listens.

export default function ({ data }) {
  const all = (globalThis.backpropLabNow ??= new Map())
  const entry = all.get(data.key) ?? {}
  const own = (entry.sent = { ...data }) // Streamlit ends calls that were overtaken only after those that overtook them
  all.set(data.key, entry)
  entry.listener?.(own)
  return () => {
    if (entry.sent === own) delete entry.sent
  }
}
