"""A snapshot of every line and partner: equal to single questions, layers that add up."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pytest

from detente.errors import CoverageError, InputError
from detente.ledger import read_ledger
from detente.rates.quote import quote_rate
from detente.rates.snapshot import Snapshot, long_table, take_snapshot
from toyrecord import Record, row

DAY, KNOWN = date(2025, 7, 28), date(2025, 7, 28)


@cache
def snapshot() -> Snapshot:
    return take_snapshot(read_ledger(), "USA", DAY, KNOWN)


@pytest.mark.parametrize("partner", ["CHN", "CAN", "DEU", "VNM"])
def test_a_snapshot_agrees_with_single_questions(partner: str) -> None:
    """Lines of eight digits asked one by one, as ten digits so that no trade weighs in."""
    taken = snapshot()
    for code in taken.codes[::2402]:
        quote = quote_rate(read_ledger(), "USA", partner, code.ljust(10, "0"), DAY, KNOWN)
        assert taken.rate(partner, code) == pytest.approx(quote.rate, abs=1e-6, nan_ok=True)


def test_layers_add_up_to_the_rate_for_every_treatment() -> None:
    for t in snapshot().treatments:
        known = ~np.isnan(t.rate)
        assert t.layers[:, known].sum(axis=0) == pytest.approx(t.rate[known], abs=1e-5)


def test_every_place_has_one_treatment() -> None:
    taken = snapshot()
    members = [p for t in taken.treatments for p in t.partners]
    assert len(members) == len(set(members)) == len(taken.of_partner)
    assert "USA" not in members
    places = read_ledger().places
    assert set(members) == set(places.by_code) - set(places.groups) - {"USA"}
    russian = taken.treatment("RUS")
    assert np.isnan(russian.rate).all(), "column 2 is not held: unknown, not zero"


def test_the_long_table_keeps_layers_and_totals() -> None:
    table = long_table(snapshot(), ("CHN",))
    rows = list(zip(table["code"], table["measure"], table["rate"], strict=True))
    battery = {m: float(rate) for code, m, rate in rows if code == "85076000"}
    total = battery.pop("total")
    assert battery["US-FENT-CHN-20"] == pytest.approx(0.2)
    assert sum(battery.values()) == pytest.approx(total, abs=1e-6)
    totals = [code for code, m, _ in rows if m == "total"]
    assert len(totals) == len(snapshot().codes)


def test_partners_are_told_apart_only_by_what_touches_them(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    record.product_list("base", "code,rate\n720810,0.02\n850760,0.03\n")
    listed = row("TABLE", instrument="base_duty", family="mfn", rate="listed")
    record.write(
        "measures/duties.yaml",
        "act: gazette-1\nmeasures:\n"
        + listed.replace("products: all", "products: {lists: [base]}")
        + row("STEEL", target="[EAS]", products="{codes: [72]}", rate="25%"),
    )
    taken = take_snapshot(record.read(), "NOR", date(2031, 4, 1), date(2031, 4, 1))
    assert taken.codes == ("720810", "850760")
    assert {t.partners for t in taken.treatments} == {("EAS",), ("SUD",)}
    assert taken.rate("EAS", "720810") == pytest.approx(0.27)
    assert taken.rate("SUD", "720810") == pytest.approx(0.02)
    with pytest.raises(InputError, match="no partner of this snapshot"):
        taken.rate("NOR", "720810")
    with pytest.raises(InputError, match="no line of the schedule"):
        taken.rate("EAS", "999999")


def test_an_importer_without_a_schedule_is_refused() -> None:
    with pytest.raises(CoverageError, match="no tariff schedule of CAN"):
        take_snapshot(read_ledger(), "CAN", DAY, KNOWN)


def test_a_written_snapshot_reads_back(tmp_path: Path) -> None:
    from detente.cli.output import write_table

    path = tmp_path / "rates.parquet"
    table = long_table(snapshot(), ("CHN", "DEU"))
    write_table(path, table)
    with duckdb.connect() as database:
        found = database.read_parquet(str(path))
        assert found.columns == ["partner", "code", "measure", "rate"]
        assert found.count("*").fetchall() == [(table["code"].size,)]
