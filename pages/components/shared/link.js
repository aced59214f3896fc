/**
 * The query of an address after its page has gone somewhere else.
 *
 * @param {string} search the query before
 * @param {Record<string, string>} link its new parameters
 * @param {string[]} names of the parameters that are taken away; all others stay
 */
export function linked(search, link, names) {
  const parameters = new URLSearchParams(search)
  for (const name of names) parameters.delete(name)
  for (const [name, value] of Object.entries(link)) parameters.set(name, value)
  const query = parameters.toString()
  return query && `?${query}`
}

/**
 * Shows it in the browser's address, without an entry in its history.
 *
 * @param {Record<string, string>} link
 * @param {string[]} names
 */
export function follow(link, names) {
  const search = linked(location.search, link, names)
  if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash)
}
