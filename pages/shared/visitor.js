// A name for this browser, made by chance the first time that it is here.

import { keep, recall } from "../components/shared/storage.js"

const NAME = "backprop-lab visitor"

/** @param {import("../components/shared/mount.js").Component} component */
export default function visitor({ setStateValue }) {
  let token = recall("localStorage", NAME) // where nothing is kept, each reload is another visitor
  if (!/^[0-9a-f]{32}$/.test(token)) {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))]
    token = bytes.map(byte => byte.toString(16).padStart(2, "0")).join("")
    keep("localStorage", NAME, token)
  }
  setStateValue("token", token)
}
