"""Draws abstract thumbnails for the demonstration world: a sky, a sun or moon, hills in the haze."""

import colorsys
import math
import random
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter

SIZE = (640, 400)
_SCALE = 2  # drawn larger and made smaller: soft edges
_Colour = tuple[int, int, int]

# Hue of the sky's top, hue of its horizon, hue of the hills (0–1): hours and seasons that go together.
_MOODS = (
    (0.58, 0.09, 0.60),  # dawn over blue hills
    (0.52, 0.14, 0.45),  # green morning
    (0.72, 0.97, 0.70),  # violet dusk
    (0.55, 0.52, 0.50),  # sea mist
    (0.08, 0.12, 0.04),  # ochre noon
    (0.62, 0.04, 0.66),  # rose evening
    (0.44, 0.17, 0.38),  # spring
    (0.64, 0.60, 0.62),  # moonlight
)


def draw_cover(seed: str) -> bytes:
    """A 640 × 400 PNG; the same seed gives the same picture. Blocking (about a quarter of a second)."""
    dice = random.Random(seed)
    sky_hue, horizon_hue, hill_hue = dice.choice(_MOODS)
    night = dice.random() < 0.3
    shift = dice.uniform(-0.025, 0.025)
    top = _colour(sky_hue + shift, 0.35, 0.30 if night else 0.72)
    horizon = _colour(horizon_hue + shift, 0.28 if night else 0.30, 0.66 if night else 0.95)
    picture = _gradient(top, horizon)
    picture = _with_light(picture, dice, _colour(horizon_hue + shift, 0.12, 0.97 if night else 1.0))
    hills = dice.randint(4, 6)
    near = _colour(hill_hue + shift, 0.45, 0.16 if night else 0.32)
    for number in range(hills):
        nearness = (number + 1) / hills
        level = 0.50 + 0.44 * nearness**1.25
        _draw_hill(picture, dice, level, nearness, _mixed(horizon, near, 0.16 + 0.80 * nearness), horizon)
    return _png(_with_grain(picture.reduce(_SCALE), dice))


def _draw_hill(picture: Image.Image, dice: random.Random, level: float, nearness: float, colour: _Colour, haze: _Colour) -> None:
    """One ridge across the picture, with haze gathering at its foot."""
    width, height = picture.size
    waves = [(dice.uniform(0.6, 1.3) * rank, dice.uniform(0, math.tau), dice.uniform(0.5, 1.0) / rank**1.4) for rank in (1, 2, 3.7, 7.1)]
    reach = height * (0.05 + 0.05 * (1 - nearness) + 0.02)

    def ridge(x: int) -> float:
        rise = sum(size * math.sin(math.tau * often * x / width + start) for often, start, size in waves)
        return height * level - reach * rise

    line = [(float(x), ridge(x)) for x in range(0, width + 8, 8)]
    shape = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shape).polygon([*line, (float(width), float(height)), (0.0, float(height))], fill=255)
    body = _gradient(colour, _mixed(colour, haze, 0.42), start=max(0.0, level - 0.14), end=min(1.0, level + 0.22))
    picture.paste(body, (0, 0), shape)


def _with_light(picture: Image.Image, dice: random.Random, colour: _Colour) -> Image.Image:
    """A sun or moon and the glow around it."""
    width, height = picture.size
    x, y = width * dice.uniform(0.18, 0.82), height * dice.uniform(0.18, 0.44)
    radius = height * dice.uniform(0.06, 0.13)
    glow = Image.new("L", picture.size, 0)
    brush = ImageDraw.Draw(glow)
    for spread, strength in ((4.2, 26), (2.6, 46), (1.6, 80)):
        brush.ellipse(_box(x, y, radius * spread), fill=strength)
    glow = glow.filter(ImageFilter.GaussianBlur(radius * 0.9))
    ImageDraw.Draw(glow).ellipse(_box(x, y, radius), fill=235)
    return Image.composite(Image.new("RGB", picture.size, colour), picture, glow)


def _with_grain(picture: Image.Image, dice: random.Random) -> Image.Image:
    """A breath of noise, so that the gradients show no bands."""
    noise = Image.eval(Image.frombytes("L", picture.size, dice.randbytes(picture.width * picture.height)), _faint)
    return ImageChops.add(picture, Image.merge("RGB", (noise, noise, noise)), offset=-3)


def _faint(value: int) -> int:
    return value * 7 // 256


def _gradient(top: _Colour, bottom: _Colour, *, start: float = 0.0, end: float = 0.78) -> Image.Image:
    """The whole canvas from `top` to `bottom` between the two heights (0–1)."""
    width, height = SIZE[0] * _SCALE, SIZE[1] * _SCALE
    canvas = Image.new("RGB", (width, height))
    brush = ImageDraw.Draw(canvas)
    for y in range(height):
        way = min(1.0, max(0.0, (y / height - start) / max(end - start, 0.01)))
        brush.line((0, y, width, y), fill=_mixed(top, bottom, way * way * (3 - 2 * way)))
    return canvas


def _box(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return (x - radius, y - radius, x + radius, y + radius)


def _mixed(one: _Colour, other: _Colour, share: float) -> _Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _colour(hue: float, saturation: float, value: float) -> _Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue % 1.0, saturation, value))
    return red, green, blue


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
