"""What can be seen of a descent beyond one step: races, slices and surfaces of the loss, the paths of a gradient."""
