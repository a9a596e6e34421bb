"""Download an input, only when asked to, and only against a known digest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from detente.errors import InputError

DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Download:
    """An address, and the SHA-256 digest that the file there must have."""

    url: str
    sha256: str


def fetch(download: Download, folder: Path) -> Path:
    """The file, downloaded into `folder` unless it is there already with the right digest.

    Raises InputError without a digest, when the download fails or the digest differs.
    """
    digest = download.sha256.lower().removeprefix("sha256:")
    if len(digest) != DIGEST_LENGTH or set(digest) - set("0123456789abcdef"):
        raise InputError(
            f"{download.url}: no SHA-256 digest was given ({download.sha256 or 'nothing'}). A "
            "download without one could be any file. Take the digest from the publisher, or "
            "download by hand and pass the file with --table."
        )
    import pooch  # pyright: ignore[reportMissingTypeStubs]

    logging.getLogger("pooch").setLevel(logging.ERROR)
    name = download.url.rstrip("/").rsplit("/", 1)[-1].split("?")[0] or digest[:12]
    try:
        return Path(
            pooch.retrieve(download.url, f"sha256:{digest}", fname=name, path=folder)  # pyright: ignore[reportUnknownMemberType]
        )
    except ValueError as error:
        raise InputError(
            f"{download.url}: {str(error).splitlines()[0]} The file is not the one whose digest "
            "was given, or the address is not one. Check both."
        ) from None
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{download.url}: cannot be downloaded ({error}). Download it by hand and pass the "
            "file with --table."
        ) from None
