"""Reads: each answers views, never rows."""
