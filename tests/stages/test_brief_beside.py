"""The head of the brief, the tracker of positions, and documents laid beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO

import pytest
from rich.console import Console

import detente
from detente.brief.brief import Brief
from detente.brief.headline import headline
from detente.brief.terminal import print_brief, print_short
from detente.claims import Reading, read_claims
from detente.cli.brief import readings_of
from detente.documents.read import About, from_bytes
from detente.errors import InputError
from stages.brief_fixture import bare_brief, sample_brief

REPORT = (
    "Talks in Stockholm began on Monday. China demanded that the United States withdraw the "
    "fentanyl duty. The United States levies a 35 percent tariff on all Chinese goods over "
    "fentanyl. The truce between the United States and China ends on 20 August 2025.\n"
)


@cache
def brief(on: str) -> Brief:
    return detente.build_brief("USA", "CHN", on)


def report(day: date | None, text: str = REPORT, name: str = "report.txt") -> Reading:
    return read_claims(from_bytes(text.encode(), name, About(published=day)))


def printed(found: Brief, short: bool = False) -> str:
    out = Console(file=StringIO(), width=80, color_system=None)
    (print_short if short else print_brief)(found, out)
    assert isinstance(out.file, StringIO)
    return out.file.getvalue()


def test_the_head_answers_every_question_on_one_screen() -> None:
    text = printed(brief("2025-07-28"), short=True)
    assert len(text.splitlines()) <= 50
    flat = " ".join(text.split())
    for told in ("42.1%", "from 30% to 54%", "-0.11%", "Rare earths", "packages", "truce holds",
                 "extended 0.63", "Next dates: 1 August 2025"):  # fmt: skip
        assert told in flat, told


def test_a_truce_yet_to_begin_is_measured_against_itself_going_on() -> None:
    """On the eve of Geneva a lapse is no gain, although the duties of the day are higher still."""
    found = brief("2025-05-13")
    head = " ".join(found.headline)
    assert "begins on 14 May 2025" in head
    assert "It brings the duties of the conflict to 30% on China and 10% on the United" in head
    assert "from 30% to 54%" in head
    assert "China −0.12%" in head
    assert found.odds is not None
    assert found.odds.stake is not None
    assert all(p.share < 0 for p in found.odds.stake)
    assert found.holds is not None
    assert found.holds.sides[0].duty < 0.5


def test_a_snap_back_that_brings_nothing_says_so() -> None:
    head = " ".join(brief("2026-08-01").headline)
    assert "leaves the duties of the conflict on China at 12.5%" in head


def test_the_threat_of_october_is_a_scenario_from_the_day_it_was_made() -> None:
    threat = brief("2025-10-12").scenario("november-threat")
    assert threat is not None
    assert threat.missing is None
    today = brief("2025-10-12").in_force[0].average
    assert threat.averages[0] == pytest.approx(today + 1.0, abs=1e-3)
    later = brief("2026-08-01").scenario("november-threat")
    assert later is not None
    assert later.missing == "The threat, or its legal ground, was gone by then."


def test_headlines_leave_out_what_has_no_answer() -> None:
    assert len(headline(bare_brief())) == 2


def test_positions_are_those_known_with_what_was_known_to_follow() -> None:
    before, after = brief("2025-07-28").positions, brief("2026-08-01").positions
    assert {p.id for p in before} < {p.id for p in after}
    duty = {p.id: p for p in before}["cn-fentanyl-duty"]
    assert (duty.by, duty.kind, duty.delivery) == ("CHN", "demand", None)
    assert {p.id: p for p in after}["cn-fentanyl-duty"].delivery == "partial"
    assert all(p.cites for p in after)
    assert list(after) == sorted(after, key=lambda p: p.on)


def test_documents_beside_show_rounds_positions_and_what_the_record_contradicts() -> None:
    late = report(date(2025, 8, 1), name="late.txt")
    undated = report(None, name="undated.txt")
    used = report(date(2025, 7, 28))
    found = detente.build_brief("USA", "CHN", "2025-07-28", readings=(used, late, undated))
    texts = found.texts
    assert texts is not None
    assert [n.left_out is None for n in texts.documents] == [True, False, False]
    assert any(r.city == "Stockholm" and r.row == "stockholm-2025-07" for r in texts.rounds)
    demand = next(p for p in texts.positions if p.status == "demand")
    assert demand.who == ("CHN",)
    assert demand.quote.text in REPORT
    assert any("geneva-2025" in d.rows for d in texts.denied)
    assert all(d.quote.text in REPORT for d in texts.denied)
    plain = brief("2025-07-28")
    assert replace(found, texts=None) == plain
    for face in (found.html(), found.markdown(), printed(found)):
        assert "What the texts say" in face
        assert "late.txt" in face
    assert "What the texts say" not in plain.markdown()


def test_hostile_words_of_a_text_stay_words() -> None:
    shown = sample_brief().html()
    assert "clay &lt;freed&gt;" in shown
    assert "\u202e" not in shown
    assert "\u202e" not in sample_brief().markdown() + printed(sample_brief())


def test_a_day_without_a_text_is_refused() -> None:
    assert readings_of([], None) == []
    with pytest.raises(InputError, match="none was given"):
        readings_of([], "2025-07-28")
