"""The text of a page is found in every encoding that browsers know, under every name that they know it by."""

import codecs

import pytest
from webencodings.labels import LABELS

from wtsocial.gateways.encodings import decode

# What each encoding can write, as the codec of Python that browsers' one is like.
WRITES = {
    "big5": ("big5hkscs", "新聞標題"), "euc-jp": ("euc_jp", "見出しニュース"), "euc-kr": ("cp949", "뉴스 제목 똠"), "gb18030": ("gb18030", "新闻标题€"),
    "gbk": ("gbk", "新闻标题"), "iso-2022-jp": ("iso2022_jp", "見出し"), "shift_jis": ("cp932", "見出し①"), "windows-874": ("cp874", "ข่าว€"),
    "iso-8859-8-i": ("iso8859_8", "כותרת"), "macintosh": ("mac_roman", "Größe"), "x-mac-cyrillic": ("mac_cyrillic", "Новости"),
    "ibm866": ("cp866", "Новости"), "koi8-r": ("koi8_r", "Новости"), "koi8-u": ("koi8_u", "Новини їжі"), "iso-8859-5": ("iso8859_5", "Новости"),
    "windows-1251": ("cp1251", "Новости"), "iso-8859-6": ("iso8859_6", "عنوان"), "windows-1256": ("cp1256", "عنوان"), "iso-8859-7": ("iso8859_7", "Νέα"),
    "windows-1253": ("cp1253", "Νέα"), "iso-8859-8": ("iso8859_8", "כותרת"), "windows-1255": ("cp1255", "כותרת"), "windows-1258": ("cp1258", "Tiê"),
    "windows-1254": ("cp1254", "İğne"), "iso-8859-4": ("iso8859_4", "Ģirts"), "iso-8859-10": ("iso8859_10", "Ģirts"), "iso-8859-13": ("iso8859_13", "Ģirts"),
    "windows-1257": ("cp1257", "Ģirts"), "iso-8859-2": ("iso8859_2", "Łódź"), "windows-1250": ("cp1250", "Łódź"), "iso-8859-16": ("iso8859_16", "Łódź"),
    "iso-8859-3": ("iso8859_3", "Ġurnal"), "iso-8859-14": ("iso8859_14", "Ŵyl"), "iso-8859-15": ("iso8859_15", "5 €"), "windows-1252": ("cp1252", "“Größe” €"),
}  # fmt: skip
NAMED = [(label, *WRITES[name]) for label, name in sorted(LABELS.items()) if name in WRITES]


@pytest.mark.parametrize(("label", "codec", "text"), NAMED, ids=[label for label, _, _ in NAMED])
def test_an_encoding_is_read_under_each_of_its_names(label: str, codec: str, text: str) -> None:
    body = text.encode(codec)
    for header in (f"text/html; charset={label}", f'text/html;charset="{label.upper()}"', f"text/html; CHARSET = '{label}' ; x=y"):
        assert decode(body, content_type=header) == text
    meta = f'<meta charset="{label}">'.encode()
    assert decode(meta + body, content_type="text/html") == meta.decode() + text


def test_every_encoding_with_a_name_is_tried() -> None:
    assert set(LABELS.values()) - set(WRITES) == {"utf-8", "utf-16le", "utf-16be", "x-user-defined", "replacement"}
    assert len(NAMED) > 200


@pytest.mark.parametrize("label", [label for label, name in LABELS.items() if name == "utf-8"])
def test_utf_8_has_many_names(label: str) -> None:
    assert decode("שלום".encode(), content_type=f"text/html; charset={label}") == "שלום"


@pytest.mark.parametrize(
    ("label", "codec"), [("utf-16", "utf-16-le"), ("UTF-16LE", "utf-16-le"), ("utf-16be", "utf-16-be"), ("unicodefffe", "utf-16-be")]
)
def test_utf_16_is_believed_in_a_header_and_not_in_a_page(label: str, codec: str) -> None:
    assert decode("שלום".encode(codec), content_type=f"text/html; charset={label}") == "שלום"
    page = f'<meta charset="{label}">שלום'
    assert decode(page.encode(), content_type="text/html") == page


@pytest.mark.parametrize("bom", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_byte_order_mark_goes_before_everything_that_is_said(bom: bytes) -> None:
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[bom]
    page = "<meta charset=koi8-r>שלום"
    assert decode(bom + page.encode(codec), content_type="text/html; charset=windows-1251") == page


def test_the_header_goes_before_the_page_and_what_is_no_encoding_is_passed_over() -> None:
    page = "<meta charset=koi8-r>Größe"
    assert decode(page.encode("cp1252"), content_type="text/html; charset=latin1") == page
    for wrong in ("utf-7", "zlib", "idna", "unicode_escape", "rot13", "x", "", "'"):
        assert decode("<meta charset=koi8-r>Да".encode("koi8-r"), content_type=f"text/html; charset={wrong}") == "<meta charset=koi8-r>Да"
    assert decode("<meta charset=utf-7>+AGEAYg- Да".encode(), content_type="text/html") == "<meta charset=utf-7>+AGEAYg- Да"


@pytest.mark.parametrize("label", [label for label, name in LABELS.items() if name == "replacement"])
def test_encodings_that_smuggle_are_not_read_at_all(label: str) -> None:
    assert decode(b"~{<script>~}", content_type=f"text/html; charset={label}") == ""
    assert decode(f"<meta charset={label}>x".encode(), content_type="text/html") == ""


def test_a_page_in_xml_says_its_encoding_at_its_beginning() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?><title>Новости</title>'
    assert decode(page.encode("cp1251"), content_type="application/xhtml+xml") == page


@pytest.mark.parametrize(
    "declared",
    [
        "<!-- <meta charset=utf-8> --><meta charset=x-sjis>",
        '<meta name="description" content="charset=utf-8"><meta charset=x-sjis>',
        "<meta charset=nonsense><meta charset=x-sjis>",
        '<META CONTENT="text/html; charset=X-SJIS" HTTP-EQUIV="Content-Type">',
        "<meta http-equiv=content-type content=text/html;charset=x-sjis>",
        "<meta charset='x-sjis'/>",
        "<meta charset=x-sjis/>",
        "<meta\ncharset = x-sjis>",
        '<?xml version="1.0" encoding="x-sjis"?>',
        '<meta http-equiv="refresh" content="0; charset=utf-8"><meta charset="ms_kanji">',
    ],
)
def test_a_page_says_its_encoding_where_browsers_look(declared: str) -> None:
    assert decode(declared.encode() + "見出し".encode("cp932"), content_type="text/html") == f"{declared}見出し"


@pytest.mark.parametrize(
    ("language", "codec", "text"),
    [
        ("he", "cp1255", "כותרת"), ("ru-RU", "cp1251", "Новости"), ("ja", "cp932", "見出し"), ("ko", "cp949", "뉴스"), ("zh-CN", "gb18030", "新闻"),
        ("zh-TW", "big5", "新聞"), ("zh-Hant", "big5", "新聞"), ("ar", "cp1256", "أخبار"), ("el", "iso8859_7", "Νέα"), ("tr", "cp1254", "İğne"),
        ("th", "cp874", "ข่าว"), ("pl", "iso8859_2", "Łódź"), ("fr", "cp1252", "Été"),
    ],
)  # fmt: skip
def test_a_page_without_an_encoding_is_read_as_is_usual_in_its_language(language: str, codec: str, text: str) -> None:
    page = f'<html dir=auto lang="{language}"><title>'
    assert decode(page.encode() + text.encode(codec), content_type="text/html") == page + text
    assert decode(page.encode() + text.encode(), content_type="text/html") == page + text
