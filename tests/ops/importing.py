"""Files of posts to import, for tests."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]
GOOD = {"subwiki": "climate", "author": "ana", "headline": "Sea ice", "link": "https://a.example/1", "text": "", "published": 1_600_000_000}


CORRECTION = {"headline": "Some sea ice", "reason": "exaggerated", "source": "https://b.example/2", "by": "ben"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def lines(*posts: dict[str, Any] | str) -> Path:
        path = tmp_path / "posts.jsonl"
        path.write_text("\n".join(post if isinstance(post, str) else json.dumps(post) for post in posts) + "\n", "utf-8")
        return path

    return lines
