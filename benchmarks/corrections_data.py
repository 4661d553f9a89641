"""Makes posts whose headlines want correcting, each with its correction, as JSON lines for `python -m wtsocial import-posts`.

    python -m benchmarks.corrections_data FOLDER OUT.jsonl [HOW_MANY]

From FOLDER/clickbait_headlines.gz it takes the headlines that look most worked on to be clicked (1,000 unless told), and pairs each
with a plain one of non_clickbait_headlines.gz that has a word in common with it, where there is one. Hosts, times and the links to
what shows it are invented, the same in every run.
"""

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.convert_data import INVENTED_SINCE, READERS

HOSTS = (
    "buzz-daily",
    "clickhouse",
    "feedfix",
    "hot-takes",
    "morning-wow",
    "scrollmore",
    "shareable",
    "thelistpost",
    "top-tens",
    "trending-now",
)
SIGNS = (
    (re.compile(r"^\d+\s", re.ASCII), 3),
    (re.compile(r"won.t believe|blow your mind|what happened next|can.t even|literally|actually", re.IGNORECASE), 4),
    (re.compile(r"\b(?:you|your|you.re)\b", re.IGNORECASE), 2),
    (re.compile(r"\?\s*$"), 2),
    (re.compile(r"\b(?:this|these|here.s|why|how)\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:most|best|worst|ever|only|everyone|nobody|never|always|totally|absolutely|hilarious\w*)\b", re.IGNORECASE), 1),
    (re.compile(r"\b[A-Z]{4,}\b"), 3),
)
"""What a headline has that was worked on to be clicked, and how much it weighs."""


def lines(path: Path) -> list[str]:
    """The headlines of a collection, each once, in their order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(dict.fromkeys(line.strip() for line in file if line.strip()))


def most_worked_on(headlines: Iterable[str], how_many: int) -> list[str]:
    """Those with the heaviest signs, the heaviest first."""
    return sorted(headlines, key=lambda headline: (-sum(weight for sign, weight in SIGNS if sign.search(headline)), headline))[:how_many]


def paired(worked_on: list[str], plain: list[str]) -> list[tuple[str, str]]:
    """Each with a plain headline of its own, by the rarest word that both have, else the next that is left."""
    having: dict[str, list[str]] = defaultdict(list)
    for headline in plain:
        for word in _words(headline):
            having[word].append(headline)
    left, pairs = dict.fromkeys(plain), list[tuple[str, str]]()
    for headline in worked_on:
        shared = sorted((word for word in _words(headline) if word in having), key=lambda word: (len(having[word]), word))
        fitting = (one for word in shared for one in having[word] if one in left)
        found = next(fitting, None) or next(iter(left))
        del left[found]
        pairs.append((headline, found))
    return pairs


def _words(headline: str) -> set[str]:
    return {word for word in re.findall(r"\w+", headline.casefold()) if len(word) > 4}


def post(number: int, before: str, after: str) -> dict[str, Any]:
    """A line: somebody posted it with the one headline, somebody else corrected it to the other."""
    host = HOSTS[number % len(HOSTS)]
    shown = f"https://desk.example/checks/{number}"
    by = READERS[(number * 7 + 3) % len(READERS)]
    return {
        "subwiki": "clickbait",
        "author": READERS[number % len(READERS)],
        "headline": before,
        "link": f"https://{host}.example/{number}",
        "published": INVENTED_SINCE + 1_800 + 3_600 * number,
        "correction": {"headline": after, "reason": "exaggerated", "source": shown, "by": by},
    }


def main(folder: Path, out: Path, how_many: int = 1_000) -> None:
    """Write the lines, and say how many."""
    worked_on = most_worked_on(lines(folder / "clickbait_headlines.gz"), how_many)
    pairs = paired(worked_on, lines(folder / "non_clickbait_headlines.gz"))
    with out.open("w", encoding="utf-8") as file:
        for number, (before, after) in enumerate(pairs):
            file.write(json.dumps(post(number, before, after), ensure_ascii=False) + "\n")
    print(f"{len(pairs):,} headlines with their corrections")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:4]))
