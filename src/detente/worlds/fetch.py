"""Download an input, only when asked to, and build only from a file whose digest was given."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from detente.errors import InputError

DIGEST_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Download:
    """An address, and the SHA-256 digest that the file there must have; empty if unknown."""

    url: str
    sha256: str


def fetch(download: Download, folder: Path) -> Path:
    """The file, downloaded into `folder` unless it is there already with the right digest.

    Without a digest the file is downloaded, its own digest is shown and nothing is built. Raises
    InputError then, when the download fails or the digest differs.
    """
    digest = download.sha256.lower().removeprefix("sha256:")
    if digest and (len(digest) != DIGEST_LENGTH or set(digest) - set("0123456789abcdef")):
        raise InputError(
            f"{download.url}: --sha256 is {download.sha256}. Expected {DIGEST_LENGTH} hexadecimal "
            "digits. Take the digest from the publisher, or leave it out to see the file's own."
        )
    found = _retrieved(download.url, digest, folder)
    if not digest:
        own = hashlib.sha256(found.read_bytes()).hexdigest()
        raise InputError(
            f"{download.url}: no SHA-256 digest was given and none is recorded for this address. "
            f"What came is {found} ({found.stat().st_size} bytes), digest {own}. Compare it with "
            f"the publisher's, then repeat with --sha256 {own}."
        )
    return found


def _retrieved(url: str, digest: str, folder: Path) -> Path:
    """The file by pooch, held against the digest unless that is empty."""
    import pooch  # pyright: ignore[reportMissingTypeStubs]

    logging.getLogger("pooch").setLevel(logging.ERROR)
    name = url.rstrip("/").rsplit("/", 1)[-1].split("?")[0] or digest[:12] or "download"
    try:
        return Path(
            pooch.retrieve(  # pyright: ignore[reportUnknownMemberType]
                url, f"sha256:{digest}" if digest else None, fname=name, path=folder
            )
        )
    except ValueError as error:
        raise InputError(
            f"{url}: {str(error).splitlines()[0]} The file is not the one whose digest "
            "was given, or the address is not one. Check both."
        ) from None
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{url}: cannot be downloaded ({error}). Download it by hand and pass the "
            "file with --table."
        ) from None
