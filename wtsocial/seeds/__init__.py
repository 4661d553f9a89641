"""The demonstration world: members, subwikis, posts and everything that happens to them, built by calling actions."""
