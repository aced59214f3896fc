"""Whether a drawing is a digit at all: rules, and a small network that has learned what is none."""
