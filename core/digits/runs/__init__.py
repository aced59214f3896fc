"""A run is a folder: who writes it, who reads it, who starts and ends the process that trains it."""
