"""Answers that come before the body was read: each is said to end its connection, and reaches whoever is still sending."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.running import Server
from tests.server.serving import http

LARGE = b"x" * 700_000


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", "/auth/login", {}, 413),
        ("POST", "/auth/login", {"Origin": "https://elsewhere.example"}, 403),
        ("POST", "/auth/%00", {}, 400),
        ("PUT", "/nowhere", {}, 413),
        ("GET", "/ping", {}, 200),
    ],
    ids=["too large", "foreign", "malformed", "no page", "read only"],
)
def test_who_sent_what_nobody_reads_can_go_on_at_once(site: Server, method: str, path: str, headers: dict[str, str], status: int) -> None:
    with http(site.url) as client:
        for _ in range(10):
            answer = client.request(method, path, headers=headers, content=LARGE)
            assert (answer.status_code, answer.headers["connection"]) == (status, "close")
            assert client.get("/ping").status_code == 200


def test_a_connection_whose_body_was_read_goes_on(site: Server) -> None:
    with http(site.url) as client:
        answer = client.post("/auth/login", data={"login": "walter", "password": "x" * 20_000})
    assert "connection" not in answer.headers


def test_an_answer_comes_before_the_body_was_sent_and_does_not_end_before_that(site: Server) -> None:
    """A browser on a slow line has sent a tenth of it by then."""
    host = urlsplit(site.url)
    with socket.create_connection((host.hostname, host.port), timeout=30) as line:
        line.sendall(
            f"POST /auth/login HTTP/1.1\r\nHost: {host.netloc}\r\nOrigin: {site.url}\r\nContent-Length: {len(LARGE)}\r\n\r\n".encode()
        )
        line.sendall(LARGE[:70_000])
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += line.recv(65_536)
        head, _, text = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 413")
        line.sendall(LARGE[70_000:])
        while more := line.recv(65_536):
            text += more
        length = next(int(each.split(b":")[1]) for each in head.split(b"\r\n") if each.lower().startswith(b"content-length"))
        assert len(text) == length


def test_who_never_ends_is_not_waited_for(site: Server) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65_536

    with http(site.url) as client, pytest.raises(httpx.HTTPError):
        client.post("/auth/login", content=endless()).raise_for_status()
