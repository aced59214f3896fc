// What this browser keeps of a work between visits: the page asks for it once, and then says whenever it has changed.

import { keep, recall } from "../shared/storage.js"

/** @typedef {{ name: string, ask: boolean, text: string }} Data `text` is empty where there is nothing new to keep */

/** @param {import("../shared/mount.js").Component & { data: Data }} component */
export default function kept({ data, setStateValue }) {
  const { name, ask, text } = data
  if (ask) setStateValue("found", { name, text: recall("localStorage", name) })
  if (text) keep("localStorage", name, text)
}
