"""Settings shared by all tests: a cache of their own, and the reference tables if at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never read or write the user's cache."""
    os.environ["DETENTE_CACHE"] = str(tmp_path_factory.mktemp("cache"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that compare with published tables skip, and say so, where there are none."""
    folder = os.environ.get("DETENTE_REFERENCE", "")
    if folder and Path(folder).is_dir():
        return
    skip = pytest.mark.skip(
        reason="DETENTE_REFERENCE names no folder of published tables; nothing to compare with"
    )
    for item in items:
        if "reference" in item.keywords:
            item.add_marker(skip)
