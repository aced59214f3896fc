"""What learners bring, a drawing or a file: its strokes, its pieces, and whether it is a digit at all."""
