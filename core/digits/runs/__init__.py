"""A run is a folder: who writes it, who reads it, whose it is, and what leaves the server of it."""
