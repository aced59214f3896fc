"""The network and its numbers as programs to run elsewhere."""
