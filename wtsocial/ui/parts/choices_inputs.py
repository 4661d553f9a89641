"""What holds a draft of choices in the browser, and the boxes and lists that change it; see kit/forms/choices_form.js."""

from typing import Any

import reflex as rx

from wtsocial.ui.dialogs import Sent

LIBRARY = "$/public/kit/forms/choices_form.js"
LISTS = "$/public/kit/forms/choices_lists.js"


class Choosing(rx.Component):
    """The form around all choices; it holds the draft."""

    library = LIBRARY
    tag = "ChoicesForm"

    saved: rx.Var[Any]
    owner: rx.Var[str]
    ready: rx.Var[bool]
    answered: rx.Var[int]
    done: rx.Var[int]
    brought: rx.Var[Any]

    on_try: Sent
    on_save: rx.EventHandler[rx.event.passthrough_event_spec(dict[str, Any], int, str)]  # pyright: ignore[reportCallIssue] # three arguments are fine


class Tick(rx.Component):
    """A box for one of many."""

    library = LIBRARY
    tag = "ChoiceCheckbox"

    part: rx.Var[str]
    value: rx.Var[str]


class Pick(rx.Component):
    """One of several that exclude each other."""

    library = LIBRARY
    tag = "ChoiceRadio"

    part: rx.Var[str]
    value: rx.Var[str]


class NoticeWay(rx.Component):
    """A box for one way of one kind of notice."""

    library = LIBRARY
    tag = "NoticeChannel"

    kind: rx.Var[str]
    way: rx.Var[str]
    saved: rx.Var[Any]
    fixed: rx.Var[bool]


class Effect(rx.Component):
    """What a choice does to today's posts."""

    library = LISTS
    tag = "ChoiceEffect"

    part: rx.Var[str]
    value: rx.Var[str]
    effects: rx.Var[Any]
    of: rx.Var[int]
    kind: rx.Var[str]
    about: rx.Var[str]
    count: rx.Var[int]


class Listed(rx.Component):
    """A list that one adds to."""

    library = LISTS
    tag = "ChoiceList"

    part: rx.Var[str]
    effects: rx.Var[Any]
    of: rx.Var[int]
    kind: rx.Var[str]
    offers: rx.Var[Any]
    unknown: rx.Var[Any]
    add: rx.Var[str]
    remove: rx.Var[str]
    lost: rx.Var[str]
    before: rx.Var[str]
    max_length: rx.Var[int]
    dir: rx.Var[str]


class Languages(rx.Component):
    """The languages to be shown."""

    library = LISTS
    tag = "LanguageChoice"
    alias = "ShownLanguages"

    offers: rx.Var[Any]
    names: rx.Var[dict[str, str]]
    more: rx.Var[str]


class Unsaved(rx.Component):
    """How many changes wait to be saved."""

    library = LIBRARY
    tag = "UnsavedChanges"

    forget: rx.Var[str]
    done: rx.Var[int]


class SaveDraft(rx.Component):
    """The button that saves."""

    library = LIBRARY
    tag = "SaveChoices"
