"""The parts of the page on which a digit is drawn."""
