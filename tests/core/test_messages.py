"""Messages: on the wire what they always were, of exact types, and known to the browser's scripts."""

import json
from dataclasses import FrozenInstanceError, dataclass
from typing import Any

import pytest

from tests import message_declarations
from tests.processor import least, reference
from wtsocial.core import messages
from wtsocial.core.messages import (
    BooksChanged,
    CommentChanged,
    CommentFields,
    DiffPiece,
    Message,
    NewPost,
    PostPatch,
    SuggestionChanged,
    SuggestionFields,
)

COMMENT = CommentFields(3, 7, 0, 0, "ana", "<p>Ice</p>", 1_700_000_000_000, 1)
SUGGESTION: dict[str, Any] = {
    "id": 1, "post_id": 7, "stamp": 2, "suggester": "ben", "at": 5, "headline": "Ice gone", "reason": "wrong", "source": "", "note": "",
    "state": "open", "agrees": 0, "disagrees": 0, "answer": "", "revision": 0,
}  # fmt: skip


def wire(message: Message) -> str:
    """The bytes between two workers."""
    return json.dumps(message.to_json(), separators=(",", ":"))


def test_a_patch_carries_what_changed_and_nothing_else() -> None:
    assert wire(PostPatch(7, 2)) == '{"kind":"post","id":7,"stamp":2}'
    patch = PostPatch(7, 3, votes=0, hidden=False, agreed_headline="", tags=[])
    assert patch.to_json() == {"kind": "post", "id": 7, "stamp": 3, "agreed_headline": "", "votes": 0, "hidden": False, "tags": []}


def test_the_bytes_on_the_wire_are_those_that_browsers_know() -> None:
    assert wire(BooksChanged()) == '{"kind":"books"}'
    new = NewPost("Ice", 7, 1, 2, 5, "ana", " ice ", "a.example", ["ice"], "en", False)
    assert wire(new) == (
        '{"kind":"new","headline":"Ice","id":7,"stamp":1,"subwiki_id":2,"published":5,"author":"ana","said":" ice ",'
        '"domain":"a.example","tags":["ice"],"language":"en","sensitive":false}'
    )
    assert wire(CommentChanged(7, COMMENT)) == (
        '{"kind":"comment","post_id":7,"comment":{"id":3,"post_id":7,"parent_id":0,"depth":0,"author":"ana","html":"<p>Ice</p>",'
        '"at":1700000000000,"revision":1,"hidden":false,"erased":false,"cover":"","own":false,"edited":0,"may_edit":false,'
        '"may_reply":false,"may_flag":false,"may_moderate":false}}'
    )


def test_what_is_inside_goes_over_the_wire_whole() -> None:
    said = SuggestionChanged(SuggestionFields(**SUGGESTION, pieces=[DiffPiece("ins", "Ice")])).to_json()
    assert said["suggestion"] == SUGGESTION | {"pieces": [{"kind": "ins", "text": "Ice"}], "mine": ""}


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        (PostPatch, {"id": 7, "stamp": "2"}, "stamp"),
        (PostPatch, {"id": True, "stamp": 2}, "id"),
        (PostPatch, {"id": 7, "stamp": 2, "hidden": 1}, "hidden"),
        (PostPatch, {"id": 7, "stamp": 2, "tags": ["ice", 2]}, "tags"),
        (PostPatch, {"id": 7, "stamp": 2, "tags": ("ice",)}, "tags"),
        (CommentChanged, {"post_id": 7, "comment": {"id": 3}}, "comment"),
        (CommentChanged, {"post_id": 7, "comment": CommentFields(3, 7, None, 0, "ana", "", 5, 1)}, "comment"),  # pyright: ignore[reportArgumentType]
        (SuggestionChanged, {"suggestion": SuggestionFields(**SUGGESTION, pieces=[DiffPiece("new", "Ice")])}, "suggestion"),  # pyright: ignore[reportArgumentType]
    ],
)
def test_a_wrong_type_is_refused_where_it_is_announced(kind: type[Message], values: dict[str, Any], field: str) -> None:
    with pytest.raises(TypeError, match=rf"{kind.__name__}\.{field} "):
        kind(**values)


def test_a_field_that_no_message_has_is_refused() -> None:
    with pytest.raises(TypeError):
        PostPatch(7, 2, vote=1)  # pyright: ignore[reportCallIssue]


def test_a_message_is_what_it_was_when_it_was_made() -> None:
    with pytest.raises(FrozenInstanceError):
        PostPatch(7, 2).stamp = 3  # pyright: ignore[reportAttributeAccessIssue]


def test_a_view_is_what_it_extends() -> None:
    @dataclass(frozen=True)
    class Shown(CommentFields):
        """What a domain shows."""

    assert CommentChanged(7, Shown(3, 7, 0, 0, "ana", "", 5, 1)).comment.author == "ana"


def test_checking_costs_microseconds() -> None:
    def check_thousands() -> None:
        for _ in range(2_000):
            CommentChanged(7, COMMENT)

    # Some 5 µs for each where the reference takes 2 or 3 ms.
    assert least(check_thousands) < 40 * reference()


def test_every_kind_is_a_word_of_its_own() -> None:
    kinds = [message.kind for message in message_declarations.kinds(messages)]
    assert len(kinds) == len(set(kinds)) > 15


def test_the_declarations_for_the_browsers_scripts_are_up_to_date() -> None:
    assert message_declarations.TARGET.read_text(encoding="utf-8") == message_declarations.written(), "run `make messages`"


def test_declarations_say_what_may_be_missing_and_what_is_inside() -> None:
    declared = message_declarations.written()
    assert "  stamp: number;\n  headline?: string;" in declared
    assert "  tags?: string[];" in declared
    assert '  kind: "same" | "del" | "ins";' in declared
    assert "  comment: CommentFields;" in declared
    assert 'export interface BooksChanged extends Sent {\n  kind: "books";\n}' in declared
    assert "| BooksChanged" in declared
