"""Figures: plain data in, something to draw out."""
