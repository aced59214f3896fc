"""The parts of the Train page: set up a run, watch it, see its mistakes, travel through its epochs, keep its runs."""
