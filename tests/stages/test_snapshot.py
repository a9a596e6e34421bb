"""A snapshot of every line and partner: equal to single questions, layers that add up."""

from __future__ import annotations

import importlib
import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.cli.output import write_table
from detente.cli.snapshot import print_treatments
from detente.errors import CoverageError, InputError
from detente.ledger import read_ledger
from detente.rates import parquet
from detente.rates.quote import quote_rate
from detente.rates.snapshot import Snapshot, long_table, take_snapshot
from detente.rates.snapshot_file import write_long
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


@pytest.mark.parametrize("ending", [".parquet", ".csv"])
def test_a_written_snapshot_is_the_long_table(tmp_path: Path, ending: str) -> None:
    """The same rows in the same order as the general writer puts them down."""
    partners = ("CHN", "DEU", "RUS", "FRA", "CAN", *sorted(snapshot().of_partner)[:14])
    partners = tuple(dict.fromkeys(partners))
    plain, quick = tmp_path / f"plain{ending}", tmp_path / f"quick{ending}"
    table = long_table(snapshot(), partners)
    write_table(plain, table)
    assert write_long(snapshot(), partners, quick, ending) == table["code"].size
    if ending == ".csv":
        assert quick.read_text("utf-8") == plain.read_text("utf-8")
        return
    with duckdb.connect() as database:
        found, wanted = (database.read_parquet(str(p)) for p in (quick, plain))
        assert found.columns == ["partner", "code", "measure", "rate"]
        assert found.fetchall() == wanted.fetchall()


def test_a_partner_alone_is_written_as_itself(tmp_path: Path) -> None:
    """Dictionaries of one word, and words that CSV has to quote."""
    taken = snapshot()
    odd = replace(
        taken.treatment("FRA"), measures=('a "b", c',) * len(taken.treatment("FRA").measures)
    )
    alone = replace(taken, treatments=(odd,), of_partner={"FRA": 0})
    for ending, read in ((".csv", "read_csv"), (".parquet", "read_parquet")):
        path = tmp_path / f"one{ending}"
        count = write_long(alone, ("FRA",), path, ending)
        with duckdb.connect() as database:
            rows = database.execute(
                f"select distinct measure from {read}(?) order by 1", [str(path)]
            ).fetchall()
            total = database.execute(f"select count(*) from {read}(?)", [str(path)]).fetchone()
        assert rows == [('a "b", c',), ("total",)]
        assert total == (count,)


@settings(deadline=None)
@given(
    numbers=st.lists(st.floats(width=32, allow_infinity=False), min_size=1, max_size=70),
    size=st.integers(1, 300),
    data=st.data(),
)
def test_a_column_comes_back_as_it_was_written(
    numbers: list[float], size: int, data: st.DataObject
) -> None:
    """Dictionaries of any size, any number of rows, unknowns anywhere, as Arrow reads them."""
    words = [f"w{k}é" for k in range(size)]
    places = data.draw(
        st.lists(st.integers(0, size - 1), min_size=len(numbers), max_size=len(numbers))
    )
    stream = io.BytesIO()
    file = parquet.Writer(stream, {"word": parquet.words_page(words)}, ("number",))
    page = parquet.places_page(np.array(places, np.int32), size)
    same = parquet.same_page(size - 1, size, len(numbers))
    half = parquet.numbers_page(np.array(numbers, np.float32))
    file.group({"word": (page, same), "number": (half, half)})
    file.close("test")
    read: Any = importlib.import_module("pyarrow.parquet")
    table = read.read_table(io.BytesIO(stream.getvalue()))
    assert table["word"].to_pylist() == [words[k] for k in places] + [words[-1]] * len(numbers)
    wanted = [None if np.isnan(x) else x for x in numbers] * 2
    assert table["number"].to_pylist() == wanted


def test_a_snapshot_told_of_one_partner_counts_in_the_singular(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_treatments(snapshot(), ("CHN",))
    assert "lines x 1 partner, 1 different treatment," in capsys.readouterr().out
