"""What the pages about the small network share, and the parts of the backprop page."""
