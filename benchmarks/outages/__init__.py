"""Outages: each service taken away under load, and what became of presses, of what was saved and of readers."""
