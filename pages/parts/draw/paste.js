// An image pasted anywhere on the page goes where a file would, into the upload, to which it is one more file.

/** @param {import("../../components/shared/mount.js").Component} component */
export default function paste({ data }) {
  /** @param {ClipboardEvent} event */
  const take = event => {
    const image = [...(event.clipboardData?.files ?? [])].find(file => file.type.startsWith("image/"))
    /** @type {HTMLInputElement | null} */
    const upload = document.querySelector(`.st-key-${data.place} input[type="file"]`)
    if (!image || !upload) return
    const files = new DataTransfer()
    files.items.add(image)
    upload.files = files.files
    upload.dispatchEvent(new Event("change", { bubbles: true }))
    event.preventDefault()
  }
  document.addEventListener("paste", take)
  return () => document.removeEventListener("paste", take)
}
