"""The demonstration world: members, subwikis, posts and everything that happens to them, built by calling actions."""

from wtsocial.seeds.people import ACCOUNTS
from wtsocial.seeds.world import seed

__all__ = ["ACCOUNTS", "seed"]
