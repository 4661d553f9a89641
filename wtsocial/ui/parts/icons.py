"""Icons: one path each, drawn on a 24 × 24 grid; always beside a word or a label, never alone."""

import reflex as rx

_PATHS = {
    "home": "M3 11l9-8 9 8v9a1 1 0 0 1-1 1h-5v-6h-6v6H4a1 1 0 0 1-1-1z",
    "all": "M4 6h16M4 12h16M4 18h10",
    "wiki": "M4 5h16v14H4zM4 10h16M10 10v9",
    "log": "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "plus": "M12 5v14M5 12h14",
    "bell": "M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",
    "up": "M12 5l7 8h-4v6H9v-6H5z",
    "talk": "M4 5h16v11H9l-5 4z",
    "edit": "M4 20h4L19 9l-4-4L4 16z",
    "text": "M4 6h16M4 10h16M4 14h10M4 18h7",
    "history": "M12 7v5l3 2M4 12a8 8 0 1 0 3-6L4 8M4 4v4h4",
    "save": "M6 4h12v17l-6-4-6 4z",
    "flag": "M5 21V4h12l-2 4 2 4H5",
    "share": "M12 15V4M8 8l4-4 4 4M5 12v8h14v-8",
    "shield": "M12 3l8 3v6c0 5-4 8-8 9-4-1-8-4-8-9V6z",
    "lock": "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    "chart": "M4 20V10M10 20V4M16 20v-7M21 20H3",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c1-5 5-6 8-6s7 1 8 6",
    "gear": "M4 7h10M18 7h2M4 17h4M12 17h8M16 5v4M10 15v4",
    "check": "M5 12l5 5L20 7",
    "reply": "M10 6l-6 6 6 6M4 12h11a5 5 0 0 1 5 5v1",
    "next": "M9 6l6 6-6 6",
    "moon": "M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10z",
    "globe": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
    "out": "M14 4h5v16h-5M11 8l-4 4 4 4M7 12h9",
}

_TURNS = {"reply", "next", "out", "text"}


def icon(name: str) -> rx.Component:
    """An icon for the eye alone: what it means stands beside it in words."""
    return rx.el.svg(
        rx.el.svg.path(d=_PATHS[name]),
        view_box="0 0 24 24",
        class_name="icon turns" if name in _TURNS else "icon",
        aria_hidden="true",
    )
