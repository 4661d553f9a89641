"""A server that speaks Stripe's API for what this program uses, for development and tests. No money, no cards, no promises."""
