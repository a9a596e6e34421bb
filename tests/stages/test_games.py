"""The games' border: what is refused, what a result says of itself, what an interrupt leaves."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InputError, WorldError
from detente.games import (
    Instruments,
    Journal,
    Objective,
    Patience,
    Verdict,
    best_response,
    game_on,
    nash,
)
from detente.games.climb import climb, uniform
from detente.games.piecework import Piece, finish
from detente.worlds import load_world
from toyworld import random_world, toy

WORLD = random_world(4, n=3, s=2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: game_on(WORLD, ["ATLANTIS"]), "is not among its 3 countries"),
        (lambda: game_on(WORLD, ["LAND0", "LAND0"]), "LAND0 plays twice"),
        (lambda: Instruments(sectors=()), "sectors is empty"),
        (lambda: Instruments(levies=()), "levies is empty"),
        (lambda: Instruments(lowest=0.5, highest=0.2), "bounds from 0.5 to 0.2"),
        (lambda: Instruments(lowest=-1.0), "bounds from -1"),
        (lambda: Instruments(detail="colour"), 'detail has "colour"'),
        (lambda: Instruments(levies=("bribe",)), 'levies has "bribe"'),
        (lambda: game_on(WORLD, [], {"LAND0": Instruments()}), "no instruments for LAND1, LAND2"),
        (lambda: game_on(WORLD, [], Instruments(sectors=("rum",))), "is not among its 2 sectors"),
        (lambda: game_on(WORLD, ["LAND0"], Instruments(partners=("LAND0",))), "trades nothing"),
        (lambda: game_on(WORLD, objective=Objective(np.ones(2))), r"weights have shape \(2,\)"),
        (lambda: game_on(WORLD, objective=Objective(np.zeros((3, 2)))), "all weights of LAND0"),
        (lambda: game_on(WORLD, objective=Objective(-np.ones((3, 2)))), "is -1. Weights are zero"),
        (lambda: game_on(WORLD, tariff=np.zeros((2, 2, 2))), "the status quo has shape"),
        (lambda: best_response(game_on(WORLD, ["LAND0"]), "LAND1"), "LAND1 is in the world but"),
        (lambda: best_response(game_on(WORLD), "ATLANTIS"), "is not among its 3 countries"),
        (lambda: climb(game_on(WORLD), np.zeros(1)), r"the start has shape \(1,\)"),
        (lambda: climb(game_on(WORLD), np.full(12, 9.0)), "the start sets lever 0 of LAND0 to 810"),
    ],
)
def test_bad_input_is_refused(call, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_a_world_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(WorldError, match="random-4"):
        game_on(replace(WORLD, value_added=WORLD.value_added * 1.1))


def test_a_bound_that_binds_is_said() -> None:
    game = game_on(WORLD, ["LAND0"], Instruments(highest=0.05))
    found = best_response(game, "LAND0")
    assert found.proof.at_bound == game.levers.count
    assert all(rate.at_bound and rate.rate == pytest.approx(0.05) for rate in found.rates())


def test_a_best_response_carries_its_proof() -> None:
    found = best_response(game_on(WORLD), "LAND1")
    assert len(found.proof.restarts) == 3
    assert found.proof.failed_starts == 0
    assert found.proof.best_restart <= 1e-4
    assert found.proof.single_move <= 1e-6
    assert found.gain > 0.0
    labels = {(rate.partner, rate.sector) for rate in found.rates()}
    assert labels == {(n, s) for n in ("LAND0", "LAND2") for s in WORLD.sectors}


def test_rates_for_all_partners_have_no_partner() -> None:
    found = best_response(game_on(WORLD, (), Instruments(detail="one")), "LAND1")
    (rate,) = found.rates()
    assert (rate.partner, rate.sector, rate.levy) == (None, None, "tariff")
    assert found.tariff[1, 0, 0] == pytest.approx(rate.rate)


def test_partners_and_sectors_left_out_keep_their_duties() -> None:
    game = game_on(WORLD, ["LAND0"], Instruments(partners=("LAND2",), sectors=("good1",)))
    found = best_response(game, "LAND0")
    changed = np.argwhere(found.tariff != game.tariff)
    assert changed.tolist() == [[0, 2, 1]]


def test_a_journal_saves_finished_pieces(tmp_path: Path) -> None:
    path, told = tmp_path / "war.jsonl", list[str]()
    game = game_on(WORLD)
    first = nash(game, journal=Journal(path, told.append))
    pieces = len(told)
    assert pieces == 5
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:3]) + '\n{"key": "half')
    again = nash(game, journal=Journal(path, told.append))
    assert len(told) == pieces + 2
    assert again.deviations == pytest.approx(first.deviations, abs=1e-8)
    np.testing.assert_allclose(again.chosen, first.chosen, atol=1e-6)
    assert all(json.loads(line) for line in path.read_text().splitlines())


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary\nmore\n")
    with pytest.raises(InputError, match=r"notes.txt:1: not a line of a journal"):
        Journal(path)


@pytest.mark.parametrize("text", ["dear diary", '{"other": 1}', '{"key": "a"}', "[1]", "12"])
def test_one_line_of_something_else_is_no_journal_and_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text)
    with pytest.raises(InputError, match=r"notes.txt:1: not a line of a journal"):
        Journal(path)
    assert path.read_text() == text


def test_a_folder_is_no_journal(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read as a journal"):
        Journal(tmp_path)


def test_a_whole_line_without_its_end_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "war.jsonl"
    path.write_text('{"key": "one", "values": [1.0]}')
    journal = Journal(path)
    journal.keep("two", [2.0])
    assert Journal(path).known == {"one": [1.0], "two": [2.0]}


def test_pieces_on_two_processes_are_those_of_one(tmp_path: Path) -> None:
    path, told = tmp_path / "pieces.jsonl", list[str]()
    pieces = [Piece(f"key {k}", partial(_squares, k), f"piece {k}") for k in range(4)]
    shared = finish(Journal(path, told.append), pieces, processes=2)
    assert shared == finish(Journal(), pieces) == [[0.0], [1.0], [4.0], [9.0]]
    assert len(path.read_text().splitlines()) == 4
    assert finish(Journal(path, told.append), [*pieces], processes=2) == shared
    assert told[0] == "4 pieces on 2 processes"
    assert len(told) == 5


def _squares(number: int) -> list[float]:
    return [float(number**2)]


@pytest.mark.parametrize(
    ("hazard", "period", "words"),
    [
        (0.337, 0.25, "holds against a 33% chance a quarter of an outside break, not 34%"),
        (0.15, 1.0 / 12.0, "holds against a 15% chance a month of an outside break, not 16%"),
        (0.0217, 1.0, "holds against a 2.1% chance a year of an outside break, not 2.2%"),
        (0.2, 45.0 / 365.0, "a 20% chance a period of 45 days of an outside break, not 21%"),
        (0.0004, 0.25, "holds only while nothing outside may break it (a chance of 0.04%)"),
        (0.999, 0.25, "holds however likely an outside break is"),
        (-0.1, 0.25, "does not hold"),
    ],
)
def test_what_a_truce_withstands_in_words(hazard: float, period: float, words: str) -> None:
    name = Patience(period=period).period_name
    told = Verdict(np.array([0.5]), np.array([hazard]), name).sentence
    assert words in told


def test_another_game_has_another_journal_key(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "war.jsonl")
    nash(game_on(WORLD), journal=journal, other_starts=())
    before = len(journal.known)
    nash(game_on(WORLD, (), Instruments(detail="one")), journal=journal, other_starts=())
    assert len(journal.known) == 2 * before


def test_bundled_world_counts_steps() -> None:
    """Steps do not depend on the machine: at most 20 for an optimum, 45 for a war."""
    game = game_on(load_world("world-2011"), ["USA", "CHN"])
    assert best_response(game, "USA", check=False).steps <= 20
    war = nash(game, check=False)
    assert war.steps <= 45
    assert war.proof.single_move <= 1e-6
    assert np.isnan(war.largest_deviation)


def test_export_taxes_and_tariffs_together_beat_either() -> None:
    game = game_on(toy(), (), Instruments(levies=("tariff", "export_tax")))
    plain = game_on(toy())
    both = best_response(game, "NORLAND", check=False).gain
    assert both >= best_response(plain, "NORLAND", check=False).gain - 1e-9
    assert uniform(game, 0.1) == pytest.approx(np.log(1.1))
