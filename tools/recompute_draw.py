#!/usr/bin/env python3
"""Work out again who was drawn for a jury, from what the site tells of the draw; nothing of the site's own program is used.

    curl -s https://SITE/log/12/draw.json | python3 tools/recompute_draw.py
    python3 tools/recompute_draw.py draw.json --commitment HASH --pool-hash HASH

Whoever noted the commitment (it stands there from the decision on) and the hash of the pool (from the beginning of the appeal on) hands
them in: then neither can have been exchanged since. Ends with 0 where everything fits, with 1 and a line for each thing that does not.
The protocol: docs/adr/0022-juries-by-draw.md.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

SEATED = ("sitting", "answered", "released")
LEFT = ("unfit", "declined", "silent")


def digest(*parts):
    """SHA-256 of the protocol's name and some words, a line for each."""
    return hashlib.sha256("\n".join(map(str, ("wtsocial jury 1", *parts))).encode()).hexdigest()


def problems(told, commitment, pool_hash):
    """What does not fit, in words."""
    decision, pool = told["decision"], told["pool"]
    if commitment and commitment != told["commitment"]:
        yield "The commitment is not the one that was noted."
    if pool_hash and pool_hash != told["pool_hash"]:
        yield "The hash of the pool is not the one that was noted."
    if not told["seed"]:
        yield "Nothing was drawn yet: the numbers are not told."
        return
    if digest("number", decision, told["site_number"]) != told["commitment"]:
        yield "The site's number is not the one that it committed to."
    if len(set(pool)) != len(pool) or digest("pool", *sorted(pool)) != told["pool_hash"]:
        yield "The pool is not the one whose hash was published."
    seed = digest("seed", decision, told["pool_hash"], told["site_number"], told["appellant_number"])
    if seed != told["seed"]:
        yield "The seed does not come from the two numbers and the pool."
    order = sorted(pool, key=lambda ticket: digest("draw", seed, ticket))
    drawn = told["drawn"]
    if [one["place"] for one in drawn] != list(range(1, len(drawn) + 1)) or [one["ticket"] for one in drawn] != order[: len(drawn)]:
        yield "Those who were drawn are not the first in the order of the draw."
    if any(one["state"] not in SEATED + LEFT for one in drawn):
        yield "A ticket is in a state that there is none of."
    seated = sum(one["state"] in SEATED for one in drawn)
    if seated > told["seats"] or (seated < told["seats"] and len(drawn) < len(pool) and told["state"] == "jury"):
        yield "There sit more or fewer than there are seats."


def main():
    """Read, compare, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", nargs="?", help="what /log/ID/draw.json says; without it, it is read from the input")
    parser.add_argument("--commitment", default="", help="the commitment that was noted when it was published")
    parser.add_argument("--pool-hash", default="", help="the hash of the pool that was noted when it was published")
    asked = parser.parse_args()
    told = json.loads(Path(asked.file).read_text(encoding="utf-8") if asked.file else sys.stdin.read())
    found = list(problems(told, asked.commitment, asked.pool_hash))
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    if not found:
        sys.stdout.write(f"It fits: {len(told['drawn'])} of {len(told['pool'])} were drawn, in this order:\n")
        for one in told["drawn"]:
            sys.stdout.write(f"{one['place']:>4}  {one['ticket']}  {one['state']}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
