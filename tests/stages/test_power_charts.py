"""Charts of the three commands: every label is drawn, and they are reproducible."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import InputError


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["leverage"], ("ethane", "magnets", "loss to the target")),
        (["talks"], ("Nash", "status_quo", "worth to CHN")),
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
