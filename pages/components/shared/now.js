// What a component shows at the moment: data on their way to the component with that key, where `mount.js` listens.

import { entriesOfPage } from "./mount.js"

/** @param {import("./mount.js").Component} component */
export default function pass({ data }) {
  const entries = entriesOfPage()
  const entry = entries.get(data.key) ?? {}
  const own = (entry.sent = { ...data }) // Streamlit ends calls that were overtaken only after those that overtook them
  entries.set(data.key, entry)
  entry.listener?.(own)
  return () => {
    if (entry.sent === own) delete entry.sent
  }
}
