"""Texts that a person reads, in their language."""

from wtsocial.i18n.catalogue import FALLBACK, LANGUAGES, PLURALS, direction, page_texts, pick_language, say, texts
from wtsocial.i18n.parts import NEAR, area, far_areas, far_texts, near_texts

__all__ = [
    "FALLBACK", "LANGUAGES", "NEAR", "PLURALS",
    "area", "direction", "far_areas", "far_texts", "near_texts", "page_texts", "pick_language", "say", "texts",
]  # fmt: skip
