"""Fetching a page: public hosts only, and every refusal is one message. No network is used."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from detente.cli import fetch as web
from detente.errors import InputError

PRIVATE = ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0",
           "::ffff:127.0.0.1", "224.0.0.1", "100.64.0.1"]  # fmt: skip


def resolve_to(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Make every host resolve to these numbers."""

    def found(host: str, port: int, **options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (n, port)) for n in numbers]

    monkeypatch.setattr(web.socket, "getaddrinfo", found)


@pytest.mark.parametrize("number", PRIVATE)
def test_private_addresses_are_never_fetched(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "93.184.215.14", number)
    with pytest.raises(InputError, match="private or local"):
        web.fetch("https://innocent.example/page")


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://host.example/", "https://user:secret@host.example/",
     "https://host.example:8443/", "https://host.example:99999/", "http:///path"],
)  # fmt: skip
def test_other_kinds_of_address_are_refused(address: str) -> None:
    with pytest.raises(InputError):
        web.fetch(address)


def test_a_redirect_to_a_private_host_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "93.184.215.14")

    def moved(*words: Any) -> tuple[int, str | None, bytes]:
        resolve_to(monkeypatch, "127.0.0.1")
        return 302, "http://inner.example/", b""

    monkeypatch.setattr(web, "exchange", moved)
    with pytest.raises(InputError, match="private or local"):
        web.fetch("https://innocent.example/page")


def test_redirects_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve_to(monkeypatch, "93.184.215.14")
    monkeypatch.setattr(web, "exchange", lambda *words: (302, "/again", b""))
    with pytest.raises(InputError, match="more than 4 redirects"):
        web.fetch("https://innocent.example/page")


def test_a_page_that_grows_without_end_is_cut_off() -> None:
    class Endless:
        def read(self, size: int) -> bytes:
            return b"a" * size

    endless: Any = Endless()
    with pytest.raises(InputError, match="larger than 8 MB"):
        web.limited("https://host.example/", endless, float("inf"))
