"""Inline components: they draw plain data and report what a learner did. They know no mathematics."""
