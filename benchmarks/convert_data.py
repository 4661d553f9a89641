"""Turns public headline collections into the JSON lines that `python -m wtsocial import-posts` reads.

    python benchmarks/convert_data.py FOLDER OUT.jsonl

Whatever of the collections below lies in FOLDER is converted, the others are passed over. Where a collection has no authors,
links or times, it gets invented ones: links on .example hosts, an hour of each post's own, the same in every run.
"""

import csv
import gzip
import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Post = dict[str, Any]

INVENTED_SINCE = 1_577_836_800
"""1 January 2020, in UNIX seconds: where invented times begin."""
READERS = tuple(f"archive-reader-{number:02}" for number in range(1, 41))
"""Who posts what comes without an author."""


def hackernews(path: Path) -> Iterator[Post]:
    """Stories with author, time, and link or text (HTML)."""
    for story in json.loads(path.read_text("utf-8")):
        yield {
            "subwiki": "hacker-news",
            "author": story.get("by", ""),
            "headline": html.unescape(story.get("title", "")),
            "link": story.get("url", ""),
            "text": _plain(story.get("text", "")),
            "published": story.get("time"),
        }


def reddit(path: Path) -> Iterator[Post]:
    """Posts with time and link, their authors left out."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            yield _by_a_reader("worldnews", number, html.unescape(row["title"]), row["url"], "", published=float(row["created_utc"]))


def headlines(path: Path) -> Iterator[Post]:
    """One headline on each line, every second line empty."""
    subwiki = "clickbait" if path.name.startswith("clickbait") else "plain-headlines"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(line.strip() for line in file if line.strip()):
            yield _by_a_reader(subwiki, number, line, f"https://{subwiki}.example/{number}", "")


def politifact(path: Path) -> Iterator[Post]:
    """False headlines with links, most of them without a scheme."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            link = row["news_url"].strip()
            link = f"http://{link}" if link and "://" not in link else link
            yield _by_a_reader("false-headlines", number, row["title"], link, "")


def liarplus(path: Path) -> Iterator[Post]:
    """Claims with a verdict and its justification: discussions."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        claim = json.loads(line)
        who = claim["originator"].replace("-", " ").title()
        text = f"**{claim['label']}** ({', '.join(claim['topics'])})\n\n{claim['justification'].strip()}"
        yield _by_a_reader("claims", number, f"{who}: {claim['claim']}", "", text)


COLLECTIONS: dict[str, Callable[[Path], Iterator[Post]]] = {
    "hackernews_stories_2020.json": hackernews,
    "reddit2013_worldnews.csv": reddit,
    "clickbait_headlines.gz": headlines,
    "non_clickbait_headlines.gz": headlines,
    "politifact_fake_headlines.csv": politifact,
    "liarplus_val.jsonl": liarplus,
}


def _by_a_reader(subwiki: str, number: int, headline: str, link: str, text: str, *, published: float | None = None) -> Post:
    moment = INVENTED_SINCE + 3_600 * number if published is None else published
    author = READERS[number % len(READERS)]
    return {"subwiki": subwiki, "author": author, "headline": headline, "link": link, "text": text, "published": moment}


def _plain(text: str) -> str:
    """HTML of a few tags as Markdown."""
    text = re.sub(r"<p>", "\n\n", text)
    text = re.sub(r'<a href="([^"]*)"[^>]*>.*?</a>', r"<\1>", text)
    text = re.sub(r"</?i>", "*", text)
    text = re.sub(r"</?(?:pre|code)>", "`", text)
    return html.unescape(text).strip()


def main(folder: Path, out: Path) -> None:
    """Convert what is there, and say how much it was."""
    with out.open("w", encoding="utf-8") as file:
        for name, convert in COLLECTIONS.items():
            count = 0
            for post in convert(folder / name) if (folder / name).is_file() else ():
                file.write(json.dumps(post, ensure_ascii=False) + "\n")
                count += 1
            print(f"{count:7,} from {name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
