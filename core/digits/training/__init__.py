"""Everything between a data set and trained weights: settings, the loop, the optimiser, records."""
