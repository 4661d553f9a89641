"""Languages that a post can say it is written in: their ISO 639-1 codes, each with its own name for itself."""

from typing import Final

from wtsocial.core.errors import Invalid

SPOKEN: Final[dict[str, str]] = {
    "ar": "العربية", "bg": "български", "bn": "বাংলা", "ca": "català", "cs": "čeština", "da": "dansk", "de": "Deutsch", "el": "Ελληνικά",
    "en": "English", "es": "español", "et": "eesti", "eu": "euskara", "fa": "فارسی", "fi": "suomi", "fr": "français", "ga": "Gaeilge",
    "he": "עברית", "hi": "हिन्दी", "hr": "hrvatski", "hu": "magyar", "id": "Bahasa Indonesia", "is": "íslenska", "it": "italiano",
    "ja": "日本語", "ko": "한국어", "lt": "lietuvių", "lv": "latviešu", "ms": "Bahasa Melayu", "nl": "Nederlands", "no": "norsk",
    "pl": "polski", "pt": "português", "ro": "română", "ru": "русский", "sk": "slovenčina", "sl": "slovenščina", "sr": "српски",
    "sv": "svenska", "sw": "Kiswahili", "ta": "தமிழ்", "th": "ไทย", "tr": "Türkçe", "uk": "українська", "ur": "اردو",
    "vi": "Tiếng Việt", "yi": "ייִדיש", "zh": "中文",
}  # fmt: skip


_OTHERS: Final[dict[str, str]] = {
    "ar": "ara arb arz apc", "bg": "bul", "bn": "ben", "ca": "cat", "cs": "ces cze", "da": "dan", "de": "deu ger gsw nds",
    "el": "ell gre", "en": "eng", "es": "spa", "et": "est ekk", "eu": "eus baq", "fa": "fas per pes prs", "fi": "fin", "fr": "fra fre",
    "ga": "gle", "he": "heb iw", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind in", "is": "isl ice", "it": "ita", "ja": "jpn",
    "ko": "kor", "lt": "lit", "lv": "lav lvs", "ms": "msa may zsm", "nl": "nld dut vls", "no": "nor nb nn nob nno", "pl": "pol",
    "pt": "por", "ro": "ron rum mo mol", "ru": "rus", "sk": "slk slo", "sl": "slv", "sr": "srp", "sv": "swe", "sw": "swa swh",
    "ta": "tam", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie", "yi": "yid ydd ji",
    "zh": "zho chi cmn yue hak nan wuu",
}  # fmt: skip
"""Codes of ISO 639-2 and 639-3, codes that were given up, and those of languages that have one name here."""
_OTHER_CODES: Final = {other: code for code, others in _OTHERS.items() for other in others.split()}


def spoken(tag: str) -> str:
    """The code of a language tag ("pt-BR", "he_IL"), "" for what is not in the list."""
    code = tag.lower().replace("_", "-").partition("-")[0]
    code = _OTHER_CODES.get(code, code)
    return code if code in SPOKEN else ""


def check_language(code: str, *, field: str = "language") -> str:
    """The code, or "" for not said. Raises Invalid("language.unknown") for any other."""
    if code and code not in SPOKEN:
        raise Invalid("language.unknown", field=field, value=code[:10])
    return code
