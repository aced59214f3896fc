"""Exercises: mistakes as data, wrong programs that have them, and what a learner makes of both."""
