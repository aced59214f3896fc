"""Exercises: mistakes as data, the wrong programs that make them, a quiz on the lesson and a hunt for the bug."""
