"""Worlds from a user's own tables: small files in the published forms, written here."""

from __future__ import annotations

import csv
import hashlib
import http.server
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from detente.equilibrium import real_income_change, solve
from detente.errors import InputError, WorldError
from detente.worlds import Inputs, World, build_world, check_world, load_world, save_world
from detente.worlds.build import industry
from detente.worlds.fetch import Download, fetch
from detente.worlds.tables import known_sectors
from toyworld import random_world

YEAR = 2031
Rows = list[list[object]]
CODES = {"A01_02": "good0", "C26": "good1", "J62_63": "good2"}


def duty_free(seed: int = 3) -> World:
    """Three countries, three sectors, no duties."""
    world = random_world(seed, n=3, s=3)
    paid = (1.0 + world.tariff) * world.flows
    added = paid.sum(axis=0) - world.intermediate.sum(axis=1)
    return replace(
        world,
        countries=("USA", "CHN", "ROW"),
        sectors=tuple(CODES),
        flows=paid,
        tariff=0.0 * paid,
        value_added=added,
        final=paid.sum(axis=1) - world.intermediate.sum(axis=2),
    )


def split(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Inputs [origin, sector, destination, user] and final use by origin, as tables have them."""
    share = world.shares
    inputs = np.einsum("nik,nkj->iknj", share, world.intermediate)
    return inputs, np.einsum("nik,nk->ikn", share, world.final)


def write(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def icio_rows(world: World, *, older: bool = False) -> Rows:
    """The form of the OECD: of 2023 and after, or of the editions before."""
    inputs, final = (1e3 * x for x in split(world))
    n, s = len(world.countries), len(world.sectors)
    codes = [industry(code) if older else code for code in world.sectors]
    labels = [f"{c}_{k}" for c in world.countries for k in codes]
    kinds = ("HFCE", "GFCF", "P33" if older else "DPABR")
    header = ["" if older else "V1", *labels]
    header += [f"{c}_{kind}" for c in world.countries for kind in kinds]
    rows: Rows = [[*header, "TOTAL" if older else "OUT"]]
    cells = inputs.reshape(n * s, n * s)
    parts = np.stack([0.7 * final, 0.3 * final, 0.0 * final], axis=3).reshape(n * s, -1)
    for at, label in enumerate(labels):
        total = cells[at].sum() + parts[at].sum()
        rows.append([label, *map(repr, map(float, [*cells[at], *parts[at], total]))])
    taxes = [f"{c}_TAXSUB" for c in world.countries] if older else ["TLS"]
    tail: list[object] = [0] * (len(rows[0]) - 1)
    return [*rows, *([name, *tail] for name in (*taxes, "VALU" if older else "VA", "OUT"))]


def wiod_sheet_rows(world: World) -> Rows:
    """The sheet of the 2013 release, saved as CSV."""
    inputs, final = (1e3 * x for x in split(world))
    n, s = len(world.countries), len(world.sectors)
    codes = ["AtB", "30t33", "71t74"]
    final_numbers = [s + 2, s + 6]
    columns = [(c, k, codes[k - 1]) for c in world.countries for k in range(1, s + 1)]
    columns += [(c, k, "F") for c in world.countries for k in final_numbers]
    blank: list[object] = [""] * 4
    rows: Rows = [["Intercountry Input-Output Table", *[""] * (len(columns) + 4)]]
    rows += [
        [*blank, *(code for _, _, code in columns), ""],
        [*blank, *("name" for _ in columns), ""],
        [*blank, *(c for c, _, _ in columns), "TOT"],
        [*blank, *(f"c{k}" for _, k, _ in columns), "c60"],
    ]
    cells = inputs.reshape(n * s, n * s)
    parts = np.stack([0.6 * final, 0.4 * final], axis=3).reshape(n * s, -1)
    for at, (country, k, code) in enumerate(columns[: n * s]):
        rows.append([code, "name", country, f"r{k}", *cells[at], *parts[at], 0])
    below: list[object] = [0.0] * (len(columns) + 1)
    return [*rows, ["", "Value added", "TOT", "r64", *below], ["", "Output", "TOT", "r69", *below]]


def wiod_long_rows(world: World) -> Rows:
    """The 2016 release in its long form."""
    inputs, final = (1e3 * x for x in split(world))
    n, s = len(world.countries), len(world.sectors)
    codes = ["A01", "C26", "J62_J63"]
    header = ["IndustryCode", "IndustryDescription", "Country", "RNr", "Year"]
    header += [f"v{c}{k}" for c in world.countries for k in range(1, s + 1)]
    header += [f"v{c}57" for c in world.countries] + ["TOT"]
    rows: Rows = [header]
    for at in range(n * s):
        country, k = world.countries[at // s], at % s
        cells = [*inputs.reshape(n * s, -1)[at], *final.reshape(n * s, -1)[at]]
        rows.append([codes[k], "name", country, k + 1, YEAR, *cells, 0])
    return [*rows, ["VA", "Value added", "TOT", 70, YEAR, *[0.0] * (len(header) - 5)]]


FORMS: list[tuple[str, Callable[[World], Rows]]] = [
    ("icio", icio_rows),
    ("icio", partial(icio_rows, older=True)),
    ("wiod", wiod_sheet_rows),
    ("wiod", wiod_long_rows),
]


@pytest.mark.parametrize(("kind", "rows"), FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_published_form_gives_back_the_world_it_was_written_from(
    kind: str, rows: Callable[[World], Rows], seed: int, tmp_path: Path
) -> None:
    world = duty_free(seed)
    table = write(tmp_path / "table.csv", rows(world))
    built = build_world(kind, "mine", YEAR, Inputs(table))
    assert built.countries == world.countries
    assert list(built.goods) == [True, True, False]
    np.testing.assert_allclose(built.flows, world.flows, rtol=1e-9)
    np.testing.assert_allclose(built.intermediate, world.intermediate, rtol=1e-9)
    np.testing.assert_allclose(built.final, world.final, rtol=1e-8)
    assert built.trade_elasticity[1] == pytest.approx(5.3, abs=1.5)


def test_a_built_world_can_be_saved_read_and_solved(tmp_path: Path) -> None:
    table = write(tmp_path / "table.csv", icio_rows(duty_free()))
    duties = write(
        tmp_path / "duties.csv",
        [["importer", "exporter", "sector", "rate"], ["USA", "all", "C26", "10%"],
         ["CHN", "USA", "all", "0.05"]],
    )  # fmt: skip
    built = build_world("icio", "mine", YEAR, Inputs(table, tariffs=duties))
    usa, china = built.cell(importer="USA", exporter="CHN")
    assert built.tariff[usa, china].tolist() == [0.0, 0.1, 0.0]
    assert built.tariff[china, usa].tolist() == [0.05, 0.05, 0.0], "services pay no duty"
    again = load_world(save_world(built, tmp_path))
    np.testing.assert_allclose(again.flows, built.flows, rtol=1e-12)
    assert again.card.steps == built.card.steps
    np.testing.assert_allclose(real_income_change(solve(again, again.tariff)), 1.0, atol=1e-9)


def test_parts_of_a_country_are_added_up(tmp_path: Path) -> None:
    """Some editions show firms under a trade regime apart: CN1 and CN2 are China."""
    rows = icio_rows(duty_free())
    parts = [[str(cell).replace("CHN_A01_02", "CN1_A01_02") for cell in row] for row in rows]
    built = build_world("icio", "m", YEAR, Inputs(write(tmp_path / "t.csv", parts)))
    np.testing.assert_allclose(built.flows, duty_free().flows, rtol=1e-9)


def test_stocks_run_down_and_empty_home_markets_are_mended_and_told(tmp_path: Path) -> None:
    rows = icio_rows(duty_free())
    header = [str(cell) for cell in rows[0]]
    stock, home = header.index("USA_DPABR"), header.index("USA_A01_02")
    row = next(row for row in rows if row[0] == "CHN_C26")
    row[stock] = -5.0
    row[-1] = float(str(row[-1])) - 5.0
    own = next(row for row in rows if row[0] == "USA_A01_02")
    users = [k for k, name in enumerate(header) if name.startswith("USA_")]
    own[-1] = float(str(own[-1])) - sum(float(str(own[k])) for k in users)
    for k in users:
        own[k] = 0.0
    assert home in users
    built = build_world("icio", "mine", YEAR, Inputs(write(tmp_path / "t.csv", rows)))
    check_world(built)
    assert 0.0 < built.flows[0, 0, 0] < 1e-6
    assert any("set to zero" in step for step in built.card.steps)
    assert any(step.startswith("1 sectors without sales at home") for step in built.card.steps)


def flows_rows(world: World) -> Rows:
    return [
        ["importer", "exporter", "sector", "value"],
        *(
            [n, i, "goods", float(world.flows[a, b].sum())]
            for a, n in enumerate(world.countries)
            for b, i in enumerate(world.countries)
            if a != b
        ),
    ]


def gdp_rows(world: World) -> Rows:
    size = world.flows.sum(axis=(0, 2))
    return [["country", "gdp"], *([c, 2.0 * x] for c, x in zip(world.countries, size, strict=True))]


ELASTICITIES: Rows = [["sector", "elasticity"], ["goods", "4"]]


@pytest.fixture
def plain(tmp_path: Path) -> Inputs:
    world = duty_free()
    return Inputs(
        table=write(tmp_path / "trade.csv", flows_rows(world)),
        gdp=write(tmp_path / "gdp.csv", gdp_rows(world)),
        elasticities=write(tmp_path / "theta.csv", ELASTICITIES),
    )


def test_plain_trade_and_gdp_make_a_world_of_one_sector(plain: Inputs) -> None:
    built = build_world("long", "mine", YEAR, plain)
    assert built.sectors == ("goods",)
    size = duty_free().flows.sum(axis=(0, 2))
    np.testing.assert_allclose(built.labour_income, 2.0 * size)
    np.testing.assert_allclose(real_income_change(solve(built, built.tariff)), 1.0, atol=1e-9)


def test_listed_home_sales_leave_the_rest_of_gdp_to_services(plain: Inputs) -> None:
    assert plain.table is not None
    rows = [line.split(",") for line in plain.table.read_text("utf-8").split()]
    write(plain.table, [*rows, *([c, c, "goods", 0.5] for c in ("USA", "CHN", "ROW"))])
    built = build_world("long", "mine", YEAR, plain)
    assert built.sectors == ("goods", "services")
    assert list(built.goods) == [True, False]
    assert built.flows[0, 0, 0] == 0.5


def _line(path: Path | None, number: int, text: str) -> None:
    assert path is not None
    lines = path.read_text("utf-8").splitlines()
    lines[number - 1] = text
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("file", "line", "text", "message"),
    [
        (
            "table",
            3,
            "USA,ROW,goods,-2",
            "trade.csv:3: USA buys -2 of goods from ROW. Trade cannot",
        ),
        ("table", 4, "USA,CHN,goods,1", "trade.csv:4: USA from CHN, goods stands in line 2"),
        ("table", 2, "USA,CHN,goods,much", "trade.csv:2: value is 'much'. Expected a number"),
        ("table", 2, "USA,CHN,goods,nan", "trade.csv:2: value is 'nan'"),
        ("table", 2, "USA,CHN,goods", "trade.csv:2: 3 cells under 4 headings"),
        ("table", 2, "USA,,goods,1", "trade.csv:2: a label is blank"),
        ("table", 1, "destination,origin,sector,value", "detente does not guess who buys"),
        ("table", 1, "importer,importer,sector,value", r"columns \['importer'\] stand twice"),
        ("table", 2, "USA,CHN,other,1", "no elasticity for other"),
        ("gdp", 2, "CAN,1", "gdp.csv: no GDP of USA"),
        ("gdp", 3, "USA,1", "gdp.csv:3: USA stands twice"),
        ("gdp", 2, "USA,0.0001", "leave nothing of a GDP of 0.0001"),
        ("gdp", 2, "USA,-1", "GDP of USA is -1. It must be above zero"),
        ("elasticities", 2, "goods,0", "theta.csv:2: goods has the elasticity 0. It must be above"),
        ("elasticities", 2, "goods,-4", "goods has the elasticity -4"),
        ("elasticities", 1, "sector,theta", r"columns \['elasticity'\] are missing"),
    ],
)
def test_bad_line_of_a_plain_table_is_named(
    plain: Inputs, file: str, line: int, text: str, message: str
) -> None:
    _line(getattr(plain, file), line, text)
    with pytest.raises(WorldError, match=message):
        build_world("long", "mine", YEAR, plain)


def test_several_sectors_need_home_sales(plain: Inputs) -> None:
    assert plain.table is not None
    assert plain.elasticities is not None
    with plain.table.open("a", encoding="utf-8") as file:
        file.write("USA,CHN,chips,1\n")
    with plain.elasticities.open("a", encoding="utf-8") as file:
        file.write("chips,5\n")
    with pytest.raises(WorldError, match="USA/goods: no sales at home are listed"):
        build_world("long", "mine", YEAR, plain)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("USA,CHN,C26,-1.5", "duties.csv:2: a duty of -1.5. It must be above -100%"),
        ("USA,CHN,C26,25", "reads as 2,500%. A plain number is a fraction. Write 25%, or 0.25"),
        ("USA,CAN,C26,25%", '"CAN" is not in the table of trade'),
        ("USA,CHN,C27,25%", '"C27" is not in the table of trade'),
        ("USA,USA,C26,25%", "USA levies a duty on itself"),
    ],
)
def test_bad_duty_is_named(row: str, message: str, tmp_path: Path) -> None:
    table = write(tmp_path / "table.csv", icio_rows(duty_free()))
    duties = tmp_path / "duties.csv"
    duties.write_text(f"importer,exporter,sector,rate\n{row}\n", "utf-8")
    with pytest.raises(WorldError, match=message):
        build_world("icio", "mine", YEAR, Inputs(table, tariffs=duties))


def _changed(rows: Rows, change: str) -> Rows:
    if change == "short row":
        rows[3] = rows[3][:-4]
    elif change == "cut off":
        rows = rows[:6]
    elif change == "twice":
        rows[2][0] = rows[1][0]
    elif change == "other column":
        rows[0][5] = "USA_Q99"
    elif change == "altered":
        rows[4][2] = 1e9
    elif change == "negative":
        rows[4][-1] = float(str(rows[4][-1])) - 1e6 - float(str(rows[4][2]))
        rows[4][2] = -1e6
    elif change == "text":
        rows[4][2] = "n.a."
    elif change == "unknown industry":
        rows = [[str(cell).replace("C26", "X99") for cell in row] for row in rows]
    elif change == "other file":
        rows = [["year", "country"], [2031, "USA"]]
    return rows


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("short row", r"t.csv:4: USA_J62_63 has 15 cells under 19 headings. The file may be cut"),
        ("cut off", "ends after 6 lines without the rows of taxes and value added"),
        ("twice", "the label USA_A01_02 stands twice"),
        ("other column", "column USA_Q99 is neither an industry with a row nor final demand"),
        ("altered", r"t.csv:5: the uses of CHN_A01_02 add up to .* the table says"),
        ("negative", "CHN/A01_02 to USA/C26: -1e.03 of an input. Inputs cannot be negative"),
        ("text", r"t.csv:5: USA_C26 is 'n.a.'. Expected a number"),
        ("unknown industry", "no elasticity is known for X99"),
        ("other file", "no columns COUNTRY_INDUSTRY found"),
    ],
)
def test_damaged_table_is_refused(change: str, message: str, tmp_path: Path) -> None:
    rows = _changed(icio_rows(duty_free()), change)
    with pytest.raises(WorldError, match=message):
        build_world("icio", "mine", YEAR, Inputs(write(tmp_path / "t.csv", rows)))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (wiod_sheet_rows(duty_free())[:9], "Every country must have every industry once"),
        ([row[:-6] for row in wiod_sheet_rows(duty_free())], "no final demand of"),
        ([["a", "b"], [1, 2]], "no row of column numbers"),
        ([*wiod_long_rows(duty_free())[:4], ["A01", "n", "CHN", 1]], ":5: 4 cells under 18"),
    ],
)
def test_damaged_wiod_table_is_refused(rows: Rows, message: str, tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=message):
        build_world("wiod", "mine", YEAR, Inputs(write(tmp_path / "t.csv", rows)))


def test_missing_files_are_named_together_with_where_to_get_them(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        build_world("long", "mine", YEAR, Inputs(gdp=tmp_path / "none.csv"))
    text = str(caught.value)
    for part in ("--table is missing", "--gdp", "none.csv is not there", "--elasticities", "CEPII",
                 "World Development Indicators", "Licence: CC BY 4.0"):  # fmt: skip
        assert part in text
    assert "http" not in text
    with pytest.raises(InputError, match="is no kind of table that detente reads"):
        build_world("excel", "mine", YEAR, Inputs())


def test_new_world_needs_a_name_and_a_folder_of_its_own(plain: Inputs, tmp_path: Path) -> None:
    built = build_world("long", "mine", YEAR, plain)
    with pytest.raises(InputError, match='"world-2011" cannot name a new world'):
        save_world(replace(built, id="world-2011"), tmp_path)
    with pytest.raises(InputError, match="cannot name a new world"):
        save_world(replace(built, id="../mine"), tmp_path)
    with pytest.raises(InputError, match="is not a folder"):
        save_world(built, tmp_path / "nowhere")


def test_industries_have_one_spelling() -> None:
    known = known_sectors("isic4")
    for code in ("D01T02", "01T02", "A01_02", "A01-A02", "C26", "D26", "C10-C12", "C31_C32", "S94"):
        if code != "S94":
            assert industry(code) in known, code
    assert industry("A01_02") == industry("D01T02") == industry("A01-A02") == "01T02"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """This folder over HTTP, on this machine only."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", "utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def test_download_is_kept_only_with_the_right_digest(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "got"
    digest = hashlib.sha256((tmp_path / "table.csv").read_bytes()).hexdigest()
    found = fetch(Download(f"{server}/table.csv", digest), folder)
    assert found.read_text("utf-8") == "a,b\n1,2\n"
    with pytest.raises(InputError, match="The file is not the one whose digest"):
        fetch(Download(f"{server}/table.csv", "0" * 64), tmp_path / "other")
    assert not list((tmp_path / "other").glob("*.csv"))
    with pytest.raises(InputError, match="cannot be downloaded"):
        fetch(Download(f"{server}/nothing.csv", digest), tmp_path / "other")
    with pytest.raises(InputError, match=rf"none is recorded for this address.*--sha256 {digest}"):
        fetch(Download(f"{server}/table.csv", ""), tmp_path / "third")
