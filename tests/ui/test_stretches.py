"""A list read in stretches and a post that changes meanwhile, as the browser puts them together (assets/kit/stretches.js)."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

KIT = Path(__file__).parents[2] / "assets" / "kit" / "stretches.js"
NODE = Path(sys.prefix) / "bin" / "node"
RUN = """
import * as kit from "{kit}";
import {{ readFileSync }} from "node:fs";
const {{ call, given }} = JSON.parse(readFileSync(0));
console.log(JSON.stringify(given.slice(1).reduce((before, one) => kit[call](before, ...[one].flat()), given[0])));
"""


def folded(call: str, *given: Any) -> Any:
    """What a function of the kit makes of the first given and each of the others in turn."""
    script = RUN.format(kit=KIT.as_uri())
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", script],
        input=json.dumps({"call": call, "given": given}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def stretch(*numbers: int, part: str = "first", older: str = "") -> dict[str, Any]:
    return {"part": part, "posts": [{"id": number} for number in numbers], "newest": f"n{numbers[0]}", "older": older}


def ids(posts: list[dict[str, Any]]) -> list[int]:
    return [post["id"] for post in posts]


def post_after(*messages: tuple[int, dict[str, Any]], stamp: int) -> dict[str, Any]:
    known = folded("learned", {}, *([number, fields] for number, fields in messages))
    return folded("since", {"stamp": stamp, "headline": "as read", "votes": 0}, [known])


def test_messages_that_overtake_each_other_lose_nothing() -> None:
    post = post_after((6, {"votes": 1}), (5, {"headline": "corrected"}), stamp=4)
    assert (post["headline"], post["votes"]) == ("corrected", 1)
    post = post_after((5, {"headline": "first"}), (7, {"votes": 1}), (6, {"headline": "second"}), stamp=4)
    assert (post["headline"], post["votes"]) == ("second", 1)


def test_what_was_read_later_than_a_message_stays() -> None:
    # The message of the second correction (6) was missed, the list was read again after it, and then a vote came.
    post = post_after((5, {"headline": "first correction"}), (7, {"votes": 1}), stamp=6)
    assert (post["headline"], post["votes"]) == ("as read", 1)


def test_older_and_newer_stretches_keep_the_order_of_the_server() -> None:
    # Saved posts, say, whose order is not that of their numbers.
    feed = folded("joined", None, stretch(3, 9, older="o"), stretch(7, 1, part="older"), stretch(8, 2, part="newer"))
    assert (ids(feed["posts"]), feed["newest"], feed["older"]) == ([8, 2, 3, 9, 7, 1], "n8", "")


def test_after_a_break_new_posts_wait_and_hidden_ones_are_gone() -> None:
    feed = folded("joined", None, stretch(9, 8, 7, older="o7"), stretch(6, 5, part="older"), stretch(11, 10, 9, 7))
    assert (ids(feed["posts"]), ids(feed["held"]), feed["newest"]) == ([9, 7, 6, 5], [11, 10], "n9")


def test_after_a_break_what_was_shown_again_stands_in_its_place() -> None:
    feed = folded("joined", None, stretch(9, 7), stretch(9, 8, 7))
    assert (ids(feed["posts"]), feed["held"]) == ([9, 8, 7], [])


def test_after_a_break_without_an_overlap_the_list_begins_anew() -> None:
    feed = folded("joined", None, stretch(3, 2), stretch(40, 39, older="o39"))
    assert (ids(feed["posts"]), feed["older"]) == ([40, 39], "o39")


def test_more_new_posts_than_a_stretch_holds_leave_no_gap() -> None:
    feed = folded("joined", None, stretch(3, 2), stretch(90, 89, part="newer", older="o89"))
    assert (ids(feed["posts"]), feed["older"]) == ([90, 89], "o89")


def test_showing_what_is_new_leaves_nothing_waiting() -> None:
    feed = folded("joined", None, stretch(9, 7), stretch(10, 9, 7), stretch(10, part="newer"))
    assert (ids(feed["posts"]), feed["held"], feed["newest"]) == ([10, 9, 7], [], "n10")
