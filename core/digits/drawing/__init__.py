"""What learners bring, a drawing or a file: its strokes and its pieces."""
