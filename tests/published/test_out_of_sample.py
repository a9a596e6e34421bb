"""The page on China's exports holds the published figures of its data file."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]


def test_the_page_shows_every_published_figure_with_a_source() -> None:
    given = YAML(typ="safe").load(
        (ROOT / "benchmarks" / "china_exports_2025.yaml").read_text(encoding="utf-8")
    )
    page = (ROOT / "docs" / "out-of-sample.md").read_text(encoding="utf-8")
    for row in given["partners"]:
        assert f"| {row['name']} | {row['growth']:+.1f} |" in page
        assert row["source"]
    assert f"| all exports | {given['total_exports']['growth']:+.1f} |" in page
    assert f"| imports from the US | {given['imports_from_usa']['growth']:+.1f} |" in page
