"""A training to take home: as a PyTorch script and as a notebook."""
