"""Tests of core/backprop/practice/sheet."""
