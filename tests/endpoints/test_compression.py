"""Which coding an answer has, and that it can be read."""

import gzip

import brotli
import pytest

from wtsocial.endpoints.compression import LARGE, coding_for, compress, compressed


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br; q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("identity", ""),
        ("", ""),
        ("br;q=much", ""),
        ("br;level=5", ""),
    ],
)
def test_the_best_coding_that_is_accepted_is_taken(accepted: str, coding: str) -> None:
    assert coding_for(accepted) == coding


def test_a_body_comes_out_as_it_went_in_and_the_same_each_time() -> None:
    body = "Ice – קרח".encode() * 100
    assert brotli.decompress(compressed(body, "br")) == body
    assert gzip.decompress(compressed(body, "gzip")) == body
    assert compressed(body, "") == body
    assert compressed(body, "gzip") == compressed(body, "gzip")
    assert len(compressed(body, "br")) < len(body)


@pytest.mark.parametrize("size", [100, LARGE + 1])
async def test_a_large_body_comes_out_the_same(size: int) -> None:
    body = b"." * size
    assert await compress(body, "br") == compressed(body, "br")
    assert await compress(body, "") == body
