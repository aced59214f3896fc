"""Digits as whole tensors: MNIST's files, and digits drawn by code."""
