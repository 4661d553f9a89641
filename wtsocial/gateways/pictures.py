"""Pictures: re-encodes a stranger's picture as one small WebP, stored under the hash of its content."""

import hashlib
import re
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, features

from wtsocial.core.errors import Invalid
from wtsocial.core.settings import settings
from wtsocial.gateways.files import write_whole

MAX_BYTES = 8_000_000
MAX_PIXELS = 40_000_000
WIDTH = 640
"""Pixels: twice a phone's card. Smaller pictures keep their size."""
_MAX_HEIGHT = 1_600
_MIN_SIDE = 16  # less is a counting pixel or a dot, and no picture
_FORMATS = ["JPEG", "PNG", "WEBP", "GIF", *(["AVIF"] if features.check("avif") else [])]
_NAME = re.compile(r"[0-9a-f]{64}\.webp")


def store(data: bytes, *, folder: Path | None = None) -> str:
    """Makes the card picture and returns its name, "<sha256 of the WebP>.webp". The same picture gets the same name.

    Blocking: call it in a thread. `folder` is data_dir/pictures when not given. Raises Invalid("picture.unusable",
    field="picture") for whatever is not a JPEG, PNG, WebP, GIF or AVIF of bearable size.
    """
    small = _small_webp(data)
    name = f"{hashlib.sha256(small).hexdigest()}.webp"
    path = _path(name, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        write_whole(path, small)
    return name


def path_of(name: str, *, folder: Path | None = None) -> Path | None:
    """Where the picture of this name lies, or None when the name is not one of ours or there is none."""
    if not _NAME.fullmatch(name):
        return None
    path = _path(name, folder)
    return path if path.is_file() else None


def _path(name: str, folder: Path | None) -> Path:
    return (folder or settings().data_dir / "pictures") / name[:2] / name


def _small_webp(data: bytes) -> bytes:
    unusable = Invalid("picture.unusable", field="picture")
    if len(data) > MAX_BYTES:
        raise unusable
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:  # reads the header only
            width, height = opened.size
            if width * height > MAX_PIXELS or min(width, height) < _MIN_SIDE:
                raise unusable
            opened.draft("RGB", (WIDTH * 2, _MAX_HEIGHT * 2))  # a JPEG is then decoded smaller, in a fraction of the memory
            return _encoded(opened)
    except Invalid:
        raise
    except Exception:  # noqa: BLE001  decoders of broken files raise whatever they stumble over (struct, zlib, index, type errors …)
        raise unusable from None


def _encoded(opened: Image.Image) -> bytes:
    opened.load()  # the first frame
    see_through = opened.has_transparency_data
    small = ImageOps.exif_transpose(opened).convert("RGBA" if see_through else "RGB")
    small.thumbnail((WIDTH, _MAX_HEIGHT), Image.Resampling.LANCZOS)
    small.info.clear()  # place, camera, author, colour profile, comments
    out = BytesIO()
    small.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()
