"""Texts that a person reads, in their language."""

from wtsocial.i18n.catalogue import FALLBACK, LANGUAGES, PLURALS, direction, page_texts, pick_language, say, texts

__all__ = ["FALLBACK", "LANGUAGES", "PLURALS", "direction", "page_texts", "pick_language", "say", "texts"]
