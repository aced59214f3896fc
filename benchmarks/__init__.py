"""What is claimed about speed, size and accuracy, as commands that anyone can run: `python -m benchmarks.NAME`."""
