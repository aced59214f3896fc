"""The parts of the page on which the learner does the work."""
