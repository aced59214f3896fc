// A name for this browser, made by chance the first time that it is here.

const NAME = "backprop-lab visitor"

/** @param {import("../components/shared/mount.js").Component} component */
export default function visitor({ setStateValue }) {
  let token = stored()
  if (!/^[0-9a-f]{32}$/.test(token)) {
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))]
    token = bytes.map(byte => byte.toString(16).padStart(2, "0")).join("")
    store(token)
  }
  setStateValue("token", token)
}

function stored() {
  try {
    return localStorage.getItem(NAME) ?? ""
  } catch { // a browser may forbid it: then each reload is another visitor
    return ""
  }
}

/** @param {string} token */
function store(token) {
  try {
    localStorage.setItem(NAME, token)
  } catch { /* as above */ }
}
