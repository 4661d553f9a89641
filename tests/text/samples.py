"""Real and hostile samples: those in the folder of test data where it is there, a few of our own always."""

import json
import os
import re
from pathlib import Path

FOLDER = Path(os.environ.get("WTSOCIAL_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data")


def naughty_strings() -> list[str]:
    own = ["", "\x00", "\ud800", "<script>alert(1)</script>", "\u202etxt", "סתם", "🏳\u200d🌈", "a\u0301" + "\u0301" * 20, "$(ls)", "½"]
    found = _read("naughty_strings_blns.json")
    return own + (json.loads(found) if found else [])


def hostile_markdown() -> list[str]:
    own = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<iframe srcdoc="<script>alert(1)</script>">',
        "[a](javascript:alert(1))",
        "[a](JaVa&#83;cript:alert(1))",
        "[a](\x01javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:x)",
        "![a](javascript:alert(1))",
        '![a](https://a.example/"onload="alert(1))',
        "<javascript:alert(1)>",
        "[a]: javascript:alert(1)\n\n[a]",
        '[a](https://a.example "onmouseover=alert(1)")',
        "```<img src=x onerror=alert(1)>\nx\n```",
    ]
    return own + (_read("xss_markdown_cujanovic.txt") or "").splitlines()


def markdown_examples() -> list[str]:
    own = ["*a* **b** `c`", "> q\n\n- l\n  1. m", "    code", "a  \nb\\\nc", "# h\n\n***", "[a]\n\n[a]: /u 't'", "&copy; &#0;"]
    spec = (_read("commonmark_spec.txt") or "").replace("→", "\t")
    return own + re.findall(r"^`{32} example\n(.*?)^\.\n", spec, re.MULTILINE | re.DOTALL)


def url_cases() -> list[dict[str, str]]:
    own = [
        {"input": "http://a.example/x"},
        {"input": "http://[::1"},
        {"input": "http://a:99999/"},
        {"input": "http://\ud800/"},
        {"input": "http://0x7f.1/", "failure": "yes"},
        {"input": "http://[www.google.com]/", "failure": "yes"},
    ]
    found = json.loads(_read("whatwg_urltestdata.json") or "[]")
    return own + [case for case in found if isinstance(case, dict)]


def commonest_passwords(most: int) -> list[str]:
    own = ["1234567890", "qwertyuiop", "password123", "1q2w3e4r5t", "basketball", "q1w2e3r4t5", "manchester"]
    return own + [line.split()[0] for line in (_read("common_passwords_zxcvbn.txt") or "").splitlines() if line.strip()][:most]


def reserved_names() -> list[str]:
    return ["login", "admin", "settings", "api", *json.loads(_read("reserved_usernames.json") or "[]")]


def _read(name: str) -> str | None:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else None
