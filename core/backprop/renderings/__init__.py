"""One graph, many ways to write it."""
