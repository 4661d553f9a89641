"""Changes: load, check, change, record, announce, each in one transaction."""
