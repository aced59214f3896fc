/** Whether the visitor's system asks for pages without motion. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches
}
