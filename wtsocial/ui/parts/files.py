"""Files that come into the page or leave it."""

import reflex as rx

LIBRARY = "$/public/kit/forms/files.js"


class OpenFile(rx.Component):
    """A button that reads a file and hands on its text."""

    library = LIBRARY
    tag = "OpenFile"

    on_read: rx.EventHandler[rx.event.passthrough_event_spec(str)]


class Download(rx.Component):
    """Saves `text` as a file whenever `turn` grows."""

    library = LIBRARY
    tag = "Download"

    text: rx.Var[str]
    name: rx.Var[str]
    turn: rx.Var[int]
