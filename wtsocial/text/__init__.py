"""Text: what people write, cleaned, named, linked, rendered and compared."""
