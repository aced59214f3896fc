"""The parts of the page with the worked example."""
