"""HTTP without screens: forms, guards, and what machines read."""
