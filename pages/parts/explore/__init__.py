"""The parts of the page about learning rates, the shape of the loss, and the paths of a gradient."""
