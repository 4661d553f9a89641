"""Pictures from strangers: re-encoded, small, without metadata, or refused (CASES 30)."""

import hashlib
import random
import struct
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from wtsocial.core.errors import Invalid
from wtsocial.gateways.files import write_whole
from wtsocial.gateways.pictures import MAX_BYTES, path_of, store
from wtsocial.gateways.thumbnails import draw_cover


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of this kind."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_picture(width: int = 1200, height: int = 800) -> Image.Image:
    """Left half red, right half blue."""
    picture = Image.new("RGB", (width, height), "red")
    ImageDraw.Draw(picture).rectangle((width // 2, 0, width, height), fill="blue")
    return picture


def stored(data: bytes, folder: Path) -> Image.Image:
    """The stored card picture, opened."""
    path = path_of(store(data, folder=folder), folder=folder)
    assert path
    return Image.open(BytesIO(path.read_bytes()))


def png_of_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be this large and is all black."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(min((width // 8 + 1) * height, 10_000_000)), 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_usual_kind_becomes_a_small_webp(kind: str, tmp_path: Path) -> None:
    small = stored(encoded(a_picture(), kind), tmp_path)
    assert (small.format, small.size) == ("WEBP", (640, 427))
    red, blue = small.convert("RGB").getpixel((100, 200)), small.convert("RGB").getpixel((540, 200))
    assert isinstance(red, tuple)
    assert isinstance(blue, tuple)
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]


def test_a_small_picture_keeps_its_size_and_a_tower_is_bounded(tmp_path: Path) -> None:
    assert stored(encoded(a_picture(100, 60), "PNG"), tmp_path).size == (100, 60)
    assert stored(encoded(a_picture(100, 8000), "PNG"), tmp_path).size == (20, 1600)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_way_to_hold_colours_is_understood(mode: str, tmp_path: Path) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert stored(encoded(Image.new(mode, (40, 40)), kind), tmp_path).size == (40, 40)


def test_transparency_stays(tmp_path: Path) -> None:
    small = stored(encoded(Image.new("RGBA", (40, 40), (10, 20, 30, 0)), "PNG"), tmp_path)
    assert small.mode == "RGBA"
    assert small.getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_picture_taken_sideways_stands_upright_and_tells_nothing_about_where(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)  # latitude
    data = encoded(a_picture(300, 200), "JPEG", exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile")
    small = stored(data, tmp_path)
    assert small.size == (200, 300)
    assert small.convert("RGB").getpixel((100, 20))[0] > 200  # type: ignore[index]  # red above
    assert dict(small.getexif()) == {}
    raw = next(tmp_path.rglob("*.webp")).read_bytes()
    assert not any(secret in raw for secret in (b"Secret", b"EXIF", b"ICCP", b"XMP "))


def test_texts_in_a_png_are_dropped(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("Author", "SecretAuthor")
    info.add_itxt("XML:com.adobe.xmp", "<x>SecretXmp</x>")
    store(encoded(a_picture(), "PNG", pnginfo=info), folder=tmp_path)
    assert b"Secret" not in next(tmp_path.rglob("*.webp")).read_bytes()


def test_of_a_moving_picture_the_first_frame_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "lime", "blue")]
    small = stored(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]), tmp_path)
    assert getattr(small, "n_frames", 1) == 1
    assert small.convert("RGB").getpixel((9, 9))[0] > 200  # type: ignore[index]


def test_the_name_is_the_hash_of_what_is_kept_and_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    names = {store(encoded(a_picture(), "PNG"), folder=tmp_path) for _ in range(2)}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    (name,) = names
    assert [path.name for path in files] == [name]
    assert files[0].parent.name == name[:2]
    assert hashlib.sha256(files[0].read_bytes()).hexdigest() == name.removesuffix(".webp")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
        b"%PDF-1.4",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n",
        b"P6\n99 99\n255\n" + bytes(99 * 99 * 3),
        encoded(a_picture(), "BMP"),
        encoded(a_picture(), "TIFF"),
        encoded(a_picture(), "JPEG")[:2000],
        encoded(a_picture(), "PNG")[:1000],
        encoded(a_picture(1, 1), "GIF"),
        encoded(a_picture(900, 2), "PNG"),
        png_of_size(200_000, 200_000),
        png_of_size(9_000, 9_000),
        png_of_size(2**31 - 1, 2**31 - 1),
        bytes(MAX_BYTES + 1),
    ],
    ids=[
        "empty", "beginning", "html", "svg", "html called png", "pdf", "postscript", "ppm", "bmp", "tiff", "cut jpeg", "cut png",
        "counting pixel", "line", "bomb", "half a bomb", "largest bomb", "too many bytes",
    ],
)  # fmt: skip
def test_what_is_no_usual_picture_is_refused_and_nothing_is_written(data: bytes, tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as refusal:
            store(data, folder=tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert (refusal.value.key, refusal.value.field) == ("picture.unusable", "picture")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_a_damaged_picture_is_stored_or_refused_and_never_anything_else(kind: str, tmp_path: Path) -> None:
    whole = encoded(a_picture(120, 80), kind)
    dice = random.Random(kind)
    outcomes: set[str] = set()
    for _ in range(120):
        data = bytearray(whole)
        for _ in range(dice.randint(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            outcomes.add("stored" if path_of(store(bytes(data), folder=tmp_path), folder=tmp_path) else "lost")
        except Invalid:
            outcomes.add("refused")
    assert "refused" in outcomes
    assert "lost" not in outcomes


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../../etc/passwd", "a" * 64, "a" * 64 + ".webp\n", "A" * 64 + ".webp", "a" * 63 + "/.webp", "a" * 64 + ".png",
     "/" + "a" * 64 + ".webp", "../" + "a" * 64 + ".webp", "a" * 64 + ".webp\x00", "a" * 64 + ".webp"],
)  # fmt: skip
def test_a_name_that_is_not_one_of_ours_leads_nowhere(name: str, tmp_path: Path) -> None:
    (tmp_path / "aa").mkdir()
    assert path_of(name, folder=tmp_path) is None


def test_pictures_lie_in_the_data_folder(environment: Path) -> None:
    name = store(encoded(a_picture(), "PNG"))
    assert path_of(name) == environment / "pictures" / name[:2] / name


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_whole(tmp_path / "taken", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_cover_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    cover = draw_cover("a post")
    opened = Image.open(BytesIO(cover))
    assert (opened.format, opened.size) == ("PNG", (640, 400))
    assert cover == draw_cover("a post")
    assert cover != draw_cover("another post")


def test_a_cover_can_be_stored(tmp_path: Path) -> None:
    assert stored(draw_cover("x"), tmp_path).size == (640, 400)
