"""Charts of the three commands: every label is drawn, and they are reproducible."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.brief.power_plots import Mark, deal_map
from detente.cli import app
from detente.errors import InputError
from detente.talks.table import Dot


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["leverage"], ("ethane", "magnets", "loss to the target")),
        (["talks"], ("Nash", "the truce goes on", "worth to CHN")),
        (["odds", "--no-stake"], ("extended", "deal", "lapsed", "probability")),
    ],
)
def test_chart_is_drawn(words: list[str], says: tuple[str, ...], tmp_path: Path) -> None:
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for file in (first, second):
        line = [words[0], "USA", "CHN", "--on", "2025-07-28", *words[1:], "--chart", str(file)]
        assert CliRunner().invoke(app, line).exit_code == 0
    drawn = first.read_text(encoding="utf-8")
    assert drawn.startswith("<svg ")
    for word in says:
        assert f">{word}" in drawn or word in drawn
    assert drawn == second.read_text(encoding="utf-8")


def test_shortage_curve_has_its_bounds(tmp_path: Path) -> None:
    file = tmp_path / "curve.svg"
    line = ["leverage", "USA", "CHN", "--on", "2025-07-28", "--curve", str(file)]
    assert CliRunner().invoke(app, line).exit_code == 0
    drawn = file.read_text(encoding="utf-8")
    assert ">no substitution (Leontief)<" in drawn
    assert ">first order (Hulten)<" in drawn


def test_unwritable_chart_is_refused_before_any_work(tmp_path: Path) -> None:
    line = ["odds", "USA", "CHN", "--on", "2025-07-28", "--chart", str(tmp_path)]
    assert isinstance(CliRunner().invoke(app, line).exception, InputError)


SPANS = {"left": (0.0, 1.0), "center": (0.5, 0.5), "right": (1.0, 0.0)}


@pytest.mark.parametrize("width", [360, 850])
@pytest.mark.parametrize("x", [-72.0, -60.0, -30.0, 0.0, 30.0, 44.0])
def test_labels_of_the_deal_map_stay_between_the_ends_of_the_axis(width: int, x: float) -> None:
    best = Dot(("a",), (30.0, 20.0), True, True, ("Nash", "Kalai-Smorodinsky"))
    near = Dot(("b",), (31.0, 19.9), True, True, ("egalitarian",))
    ends = [Mark("", -72.0, -40.0), Mark("", 44.0, 0.0)]
    name = "the truce lapses, as announced"
    drawn = deal_map([best, near], [Mark(name, x, -40.0), *ends], ("A", "B"), (width, 360))
    texts = [part for part in drawn["layer"] if part["mark"]["type"] == "text"]
    mark = next(t["mark"] for t in texts if t["data"]["values"][0]["label"] == name)
    letters, at = 5.5 * len(name), (x + 72.0) / 116.0 * drawn["width"]
    before, after = SPANS[mark["align"]]
    assert at - before * letters + mark["dx"] >= -6
    assert at + after * letters + mark["dx"] <= drawn["width"] + 6
    heights = [t["data"]["values"][0].get("label_y") for t in texts]
    first, second = (level for level in heights if level is not None)
    assert first - second >= 14 * 60.0 / 360 * 0.99
