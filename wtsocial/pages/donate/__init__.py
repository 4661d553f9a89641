"""Donating: the form, what one gave, and the page that thanks."""
