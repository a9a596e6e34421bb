"""world-2023: its identities, and the figures that a first, independent build of it gave."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from detente.equilibrium import Equilibrium, real_income_change, solve
from detente.rates.applied import Applier, mapping
from detente.rates.trade import trade_table
from detente.worlds import World, default_world, load_world
from detente.worlds.load import FOLDER
from detente.worlds.shocks import read_shocks, shocked

SCRIPTS = Path(__file__).resolve().parents[2] / "calibration"
TARGETS: dict[str, Any] = YAML(typ="safe", pure=True).load(
    (SCRIPTS / "world-2023-targets.yaml").read_text("utf-8")
)


def world() -> World:
    return load_world("world-2023")


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """The figures of calibration/world_figures.py."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import world_figures

    return world_figures.figures(world())


def test_it_is_the_default() -> None:
    assert default_world() == "world-2023"
    assert (len(world().countries), len(world().sectors)) == (56, 28)
    assert world().goods.sum() == 20


def test_every_identity_holds() -> None:
    w = world()
    made, used = w.value_added + w.intermediate.sum(axis=1), w.final + w.intermediate.sum(axis=2)
    np.testing.assert_allclose(made, w.output, rtol=1e-9)
    np.testing.assert_allclose(used, w.expenditure, rtol=1e-9)
    np.testing.assert_allclose(w.final.sum(axis=1), w.income, rtol=1e-9)
    np.testing.assert_allclose(w.shares.sum(axis=1), 1.0, rtol=1e-12)
    cost = w.value_added_share + w.input_share.sum(axis=1)
    np.testing.assert_allclose(cost, 1.0, rtol=1e-12)
    assert abs(w.deficit.sum()) < 1e-9 * w.income.sum()
    assert min(w.final.min(), w.value_added.min()) > 0.0
    assert not w.tariff[:, :, ~w.goods].any()


@pytest.mark.parametrize("row", TARGETS["figures"], ids=lambda row: row["figure"])
def test_figure_is_that_of_the_first_build(row: dict[str, Any], figures: dict[str, float]) -> None:
    """Tolerances are half the last printed digit; wider ones are explained in docs/worlds.md."""
    assert figures[row["figure"]] == pytest.approx(row["target"], abs=row["tolerance"])


@cache
def after(name: str) -> Equilibrium:
    """The standard shock solved."""
    shock = next(shock for shock in read_shocks() if shock.id == name)
    return solve(world(), shocked(world(), shock))


@pytest.mark.parametrize("name", TARGETS["shocks"]["targets"])
def test_standard_shock_gives_the_published_real_incomes(name: str) -> None:
    """Printed with two digits by another program on its own build: 0.02 points hold rounding."""
    rules, result = TARGETS["shocks"], after(name)
    wanted = rules["targets"][name]
    found = 100.0 * (real_income_change(result) - 1.0)
    for code, value in zip(rules["countries"], wanted["real_income"], strict=True):
        at = world().country(code)
        assert found[at] == pytest.approx(value, abs=rules["tolerance"]), code
    usa, china, goods = world().country("USA"), world().country("CHN"), world().goods
    trade = result.flows[usa, china, goods].sum() / world().flows[usa, china, goods].sum()
    wanted_trade = wanted["us_imports_from_china"]
    assert 100.0 * (trade - 1.0) == pytest.approx(wanted_trade, abs=rules["trade_tolerance"])


def test_no_shock_changes_nothing() -> None:
    result = solve(world(), world().tariff)
    np.testing.assert_allclose(real_income_change(result), 1.0, atol=1e-9)


def test_us_imports_have_the_mix_and_the_duties_of_the_customs_record() -> None:
    """By partner, up to single precision; the customs table holds what each line paid."""
    w, row = world(), mapping("world-2023")
    columns = trade_table("us-imports-2024", ("partner", "code", "value_usd", "duty_usd"))
    sectors = trade_table("hs6-sectors", ("hs6", "icio"))
    icio = dict(zip(sectors["hs6"].tolist(), sectors["icio"].tolist(), strict=True))
    value, duty = np.zeros(len(w.sectors)), np.zeros(len(w.sectors))
    for at in np.flatnonzero(columns["partner"] == "VNM"):
        code = str(columns["code"][at])
        good = row.sectors.get(icio.get(code[:6], ""))
        if good is not None and not code.startswith(("98", "99")):
            value[w.sector(good)] += columns["value_usd"][at]
            duty[w.sector(good)] += columns["duty_usd"][at]
    cell = w.flows[w.country("USA"), w.country("VNM")] * w.goods
    # The world's own map of products differs from this one for about 1% of value.
    np.testing.assert_allclose(cell / cell.sum(), value / value.sum(), atol=0.01)
    rate = w.tariff[w.country("USA"), w.country("VNM")]
    assert (rate * value).sum() / value.sum() == pytest.approx(duty.sum() / value.sum(), abs=2e-3)


def test_every_assumed_number_says_so() -> None:
    with (FOLDER / world().card.assumed).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 80
    assert all(row["source"] and row["what"] and row["unit"] for row in rows)
    assert {row["status"] for row in rows} == {"unverified"}
    places = {row[side] for row in rows for side in ("importer", "exporter")} - {"", "*"}
    assert places <= {*world().countries}
    assert all(float(row["value"]) >= 0.0 for row in rows)


def test_card_tells_what_is_constructed_and_checked() -> None:
    card = world().card
    assert "constructed" in card.summary
    assert len(card.steps) == 10
    assert any("unverified" in text or "assumed" in text for text in card.steps)
    assert len(card.checks) > 40
    assert any("not" in text.lower() or "observed" in text for text in card.not_for)


def test_record_reaches_blocs_and_places_the_customs_record_does_not_list() -> None:
    """Members of the EU share its duties, Kazakhstan stands with the unlisted partners."""
    import detente

    ledger = detente.read_ledger()
    day = detente.api.day("2025-07-28")
    w = world()
    rates = Applier(ledger, w).applied_rates(ledger, ledger.instant(day, "USA"), day)
    usa = w.country("USA")
    pairs = {exporter for importer, exporter in rates.pairs if importer == "USA"}
    assert pairs == {*w.countries} - {"USA"}
    np.testing.assert_array_equal(
        rates.rate[usa, w.country("XEU")], rates.rate[usa, w.country("DEU")]
    )
    np.testing.assert_array_equal(
        rates.rate[usa, w.country("KAZ")], rates.rate[usa, w.country("ROW")]
    )
    assert rates.pair("USA", "CHN").exporter == "CHN+HKG"
    assert rates.pair("USA", "VNM").average > 0.1
