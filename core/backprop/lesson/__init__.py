"""The worked solution step by step: its words, its presets, and the place where a learner is in it."""
