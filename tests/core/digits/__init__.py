"""Tests of the digit network."""
