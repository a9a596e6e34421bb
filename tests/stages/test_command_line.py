"""What a person sees at the command line, above all when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALL = "from detente.cli import main; main()"


def run(*words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command line in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", CALL, *words],
        cwd=folder or ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


MESSAGES = [
    (
        "brief --on 2025-07-28 USA CHI",
        '"CHI" is no country in the record. Did you mean CHE (Switzerland) or CHN '
        "(China) or CHL (Chile)?",
    ),
    (
        "rate USA CHN chips --on 2025-07-28",
        '"chips" is not a Harmonized System code. Give 2, 4, 6, 8 or 10 digits, with or without '
        "dots, as in 8507.60 or 8507.60.0020.",
    ),
    (
        "rate USA CHN 8507 --on 2031-01-01",
        "The record covers 2018-01-01 up to and including 2026-08-21; you asked for 2031-01-01. "
        "Rates outside coverage are unknown, not zero. Not recorded are US acts after 21 August "
        "2026, any Chinese tariff notice of 2026, the exclusion lists of both sides, and "
        "anti-dumping and countervailing duties.",
    ),
    (
        "rate USA CHN 8507 --on 28/07/2025",
        '"28/07/2025" is not a date. Write year, month, day: YYYY-MM-DD.',
    ),
    (
        "rate USA CHN 8507 --on 2025-07-28 --at 00:01",
        '"2025-07-28T00:01" has no zone. A duty starts at a different moment in Washington and in '
        "Beijing; add the offset, as in T00:01-04:00.",
    ),
    (
        "rate USA USA 8507 --on 2025-07-28",
        "USA is both importer and exporter. Name two different countries.",
    ),
    (
        "brief --on 2025-07-28 USA",
        "USA: 1 given, two sides are needed. Name them, as in: USA CHN.",
    ),
    (
        "brief --on 2025-07-28 USA USA",
        "Two sides are needed; USA was given twice. Name two countries.",
    ),
    (
        "brief --on 2025-07-28 USA CHN --as-known 2025-07-01",
        "--as-known 2025-07-01 lies before the day of the brief, 2025-07-28. What was known "
        "earlier cannot describe a later day. Give the same day or a later one.",
    ),
    (
        "brief --on 2025-07-28 USA FRA",
        "detente holds no trade by tariff line for USA buying from FRA, so no weighted average can "
        "be formed. Ask for single products with `detente rate`.",
    ),
    (
        "brief --on 2025-07-28 USA CHN --out nowhere/brief.html",
        "nowhere/brief.html: there is no folder nowhere. Create it, or choose another.",
    ),
    (
        "brief --on 2025-07-28 USA CHN --out .",
        ". is a folder. Name a file, as in ./brief.html.",
    ),
    (
        "brief --on 2025-07-28 USA CHN --out brief.pdf",
        'brief.pdf: the ending says the format, and ".pdf" is none this command writes. Use .html, '
        ".md or .json.",
    ),
    (
        "series USA CHN --from 2025-07-01 --to 2025-07-02 --out duties",
        "duties: the ending says the format, and there is none. Use .csv, .parquet, .json, .svg "
        "or .html.",
    ),
    (
        "rate USA CHN 8507.99 --on 2025-07-28",
        '"850799" is no such line: the tariff of USA does not hold it. Lines near it: 85071000, '
        "85072040, 85072080.",
    ),
    (
        "rate CHN USA 9999.99 --on 2025-07-28",
        '"999999" is no such line: the tariff of CHN does not hold it. Headings of that chapter '
        "declare a duty or a relief. Name the code of the good.",
    ),
    (
        "rate USA CHN 85076 --on 2025-07-28",
        '"85076" is not a Harmonized System code. Give 2, 4, 6, 8 or 10 digits, with or without '
        "dots, as in 8507.60 or 8507.60.0020.",
    ),
    (
        "ledger explain US-FENT-CHN",
        '"US-FENT-CHN" is no measure, truce or document of the record. Did you mean '
        "US-FENT-CHN-20 or US-FENT-CHN-10 or US-FENT-CHN-10B?",
    ),
    (
        "ledger check nowhere",
        "nowhere: no such folder. --ledger takes a folder laid out like the record (measures/, "
        "truces/, documents/, ...).",
    ),
    (
        "explain in_force.JPN.average USA CHN --on 2025-07-28",
        '"JPN" is not a side of this brief. Use USA or CHN.',
    ),
    (
        "explain somewhere USA CHN --on 2025-07-28",
        '"somewhere" names no number of a brief. Addresses look like in_force.USA.average, '
        "clock.CHN.legal or scenarios.truce-lapses.USA.real_income; the page shows each number's "
        "address when you point at it.",
    ),
    (
        "series USA CHN --from 2025-07-01 --to 2025-07-02 --csv --json",
        "--csv and --json exclude each other. Choose one.",
    ),
    (
        "ledger coverage --markdown --json",
        "--markdown and --json exclude each other. Choose one.",
    ),
    (
        "snapshot USA --on 2025-07-28 --partner USA",
        "USA is both importer and partner. Name another partner.",
    ),
    (
        "solve nowhere.yaml --save result.txt",
        'result.txt: the ending says the format, and ".txt" is none this command writes. Use .npz.',
    ),
    (
        "screen Huawei --list .",
        ".: cannot be read (Is a directory). Give the list as a CSV file.",
    ),
    (
        "odds score --store nowhere.jsonl",
        "nowhere.jsonl: no such store of forecasts. `detente odds record` makes one; check the "
        "path.",
    ),
    (
        "world compare --shock nothing",
        "--shock: no shock is called nothing. Choose from us10, g, w.",
    ),
    (
        "leverage USA CHN --on 2025-07-28 --chart .",
        ". is a folder. Name a file, as in ./brief.svg.",
    ),
    ("brief USA CHN", "Missing option '--on'. See `detente brief --help`."),
    ("ledger shwo", "No such command 'shwo'. Did you mean 'show'? See `detente ledger --help`."),
    ("breif USA CHN", "No such command 'breif'. Did you mean 'brief'? See `detente --help`."),
]


@pytest.mark.parametrize(("words", "message"), MESSAGES, ids=[w for w, _ in MESSAGES])
def test_one_clear_message_and_exit_code_one(words: str, message: str, tmp_path: Path) -> None:
    outcome = run(*words.split(), folder=tmp_path)
    assert outcome.returncode == 1
    assert outcome.stdout == ""
    assert outcome.stderr.rstrip("\n") == message
    assert list(tmp_path.iterdir()) == []


BAD = {"bytes": b"\xff\xfe\x9f\x92\x00", "words": b"dear diary"}
TAKES_A_FILE = [
    "read {}",
    "compare {} {}",
    "ledger draft {} --published 2025-07-28",
    "solve {}",
    "solve {}.yaml",
    "solve {}.npz",
    "screen Huawei --list {}",
    "series USA CHN --from 2025-01-01 --to 2025-01-02 --weights {}",
    "world show {}.npz",
    "world aggregate toy --as mine --groups {}",
    "world compare toy --shocks {}",
    "world build icio --as mine --year 2023 --table {}",
    "odds score --store {}",
    "war --world toy --no-check --resume {}",
    "rate USA CHN 8507 --on 2025-07-28 --ledger {}",
    "replicate gegravity --reference {}",
]
READERS_OF_TEXT = ("read", "compare", "ledger draft")  # these take any text, two letters too


@pytest.mark.parametrize("words", TAKES_A_FILE)
def test_a_file_of_another_kind_ends_in_one_message(words: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name, content in BAD.items():
        for ending in ("", ".yaml", ".npz"):
            (tmp_path / f"{name}{ending}").write_bytes(content)
    for name in (*BAD, "folder"):
        outcome = run(*words.replace("{}", name).split(), folder=tmp_path)
        assert "Traceback" not in outcome.stderr, (name, outcome.stderr)
        if name == "folder" or not words.startswith(READERS_OF_TEXT):
            assert outcome.returncode == 1, (name, outcome.stdout)
            assert outcome.stdout == ""
            assert outcome.stderr.strip()
            assert name not in BAD or (tmp_path / name).read_bytes() == BAD[name]


def test_a_damaged_pdf_has_one_message(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    outcome = run("read", "bad.pdf", folder=tmp_path)
    assert outcome.returncode == 1
    assert outcome.stderr.startswith("bad.pdf: not readable as PDF")
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("group", ["ledger", "odds", "world"])
def test_a_group_without_a_command_says_so(group: str) -> None:
    outcome = run(group)
    assert outcome.returncode == 1
    assert outcome.stderr == f"A command is missing. See `detente {group} --help`.\n"


def test_an_unwritable_output_is_refused_before_any_work(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        target = Path("/proc/brief.html")
    else:
        tmp_path.chmod(0o500)
        target = tmp_path / "brief.html"
    outcome = run("brief", "--on", "2025-07-28", "USA", "CHN", "--out", str(target))
    assert outcome.returncode == 1
    assert "cannot be written" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_faulty_folder_laid_over_is_reported_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "measures").mkdir(parents=True)
    path = folder / "measures" / "x.yaml"
    path.write_text("act: us-eo-14195\nmeasures:\n- id: X\n  id: Y\n")
    outcome = run("ledger", "check", str(folder))
    assert outcome.returncode == 1
    faults = outcome.stderr.splitlines()
    doubled = f'{path}:4: the key "id" stands twice (first on line 3)'
    assert any(fault.startswith(doubled) for fault in faults)
    assert f'{path}:3: the key "title" is missing. Add it to this row.' in faults


def test_without_arguments_the_stages_stand_in_order_with_an_example_each() -> None:
    text = run().stdout
    stages = ["  ledger ", "  rates ", "  worlds ", "  equilibrium ", "  brief "]
    places = [text.index(stage) for stage in stages]
    assert places == sorted(places)
    assert text.count("$ detente") >= 5


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys; sys.argv = ['detente', '--help']\n"
        "from detente.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pydantic', 'duckdb', 'scipy', 'jinja2', 'ruamel.yaml'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert outcome.returncode == 0, outcome.stderr


def test_rate_as_json_has_the_promised_keys() -> None:
    words = "rate USA CHN 8507.60.0020 --on 2025-07-28 --as-known 2025-07-28 --json"
    answer = json.loads(run(*words.split()).stdout)
    promised = "importer exporter product on as_known rate layers suspended excluded notes"
    assert set(promised.split()) <= set(answer)
    assert answer["rate"] == pytest.approx(0.409)
    assert {x["instrument"] for x in answer["layers"]} == {"base_duty", "ad_valorem_duty"}
    assert all(x["source"] for x in answer["layers"])
    held_back = {x["measure"]: x["rate"] for x in answer["suspended"]}
    assert held_back["US-RECIP-CHN-34"] == 0.34


def test_explain_walks_down_to_the_documents() -> None:
    words = "explain scenarios.truce-lapses.USA.real_income USA CHN --on 2025-07-28 --json"
    chain = json.loads(run(*words.split()).stdout)
    headings = ["Run", "Duties on its goods", "Rates", "Measures", "Documents"]
    assert [s["heading"] for s in chain["steps"]] == headings
    text = json.dumps(chain)
    for link in ("world-2023", "solved in", "US-RECIP-CHN-34", "EO 14257", "CN-RECIP-34"):
        assert link in text


def test_worlds_are_merged_and_built_at_the_command_line(tmp_path: Path) -> None:
    words = ["world", "aggregate", "world-2023", "--as", "small", "--bloc", "EU", "--bloc", "ASEAN"]
    told = run(*words, folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "32 countries x 28 sectors, every identity holds" in told.stdout
    assert run("world", "check", "small.npz", folder=tmp_path).returncode == 0
    compared = run("world", "compare", "small.npz", "world-2023", "--shock", "g", "--places",
                   "USA,CHN", "--json", folder=tmp_path)  # fmt: skip
    rows = json.loads(compared.stdout)["rows"]
    assert [row["place"] for row in rows] == ["USA", "CHN"]
    assert all(abs(row["changes"][0] - row["changes"][1]) < 3e-4 for row in rows)


WORLD_MESSAGES = [
    ("world build icio --as mine --year 2031", "--table is missing: the table of one year as CSV"),
    ("world build long --as mine --year 2031", "World Development Indicators"),
    ("world build excel --as mine --year 2031", "Choose one of icio, wiod, long."),
    (
        "world build icio --as m --year 2031 --download https://example.org/t.csv --sha256 12ab",
        "--sha256 is 12ab. Expected 64 hexadecimal digits.",
    ),
    ("world aggregate world-2023 --as small", "Nothing to merge was named."),
    ("world aggregate world-2023 --as toy --bloc EU", '"toy" cannot name a new world'),
    ("world aggregate world-2023 --as s --bloc EU --inner-duty no", "Choose refuse or income."),
    ("world compare --shock x", "no shock is called x. Choose from us10, g, w."),
    ("world compare toy", "not among its 3 countries"),
]


@pytest.mark.parametrize(("words", "message"), WORLD_MESSAGES)
def test_world_mistake_ends_in_a_message(words: str, message: str, tmp_path: Path) -> None:
    told = run(*words.split(), folder=tmp_path)
    assert told.returncode == 1
    assert message in told.stderr
    assert "Traceback" not in told.stderr
    assert not list(tmp_path.iterdir())


def test_explain_knows_the_spoken_rates_of_the_clock() -> None:
    words = "explain clock.CHN.new_layers.legal USA CHN --on 2025-07-28 --json"
    chain = json.loads(run(*words.split()).stdout)
    assert chain["value"] == pytest.approx(0.34)
    assert "CN-RECIP-34" in json.dumps(chain)


def test_calendar_of_the_night_before_stockholm() -> None:
    rows = json.loads(run("calendar", "--on", "2025-07-28", "--json").stdout)
    truce = next(r for r in rows if r["truce"] == "geneva-2025" and r["kind"] == "truce")
    assert truce["date"] == "2025-08-12T00:01:00-04:00"
    assert truce["announced"] == ["United States 145%", "China 125%"]
    assert "34%" in truce["legal"]
    kinds = {r["kind"] for r in rows}
    assert {"truce", "exclusion", "divestiture", "ultimatum"} <= kinds
    assert [r["date"][:10] for r in rows] == sorted(r["date"][:10] for r in rows)


def test_diff_shows_what_geneva_changed() -> None:
    rows = json.loads(run("ledger", "diff", "2025-05-13", "2025-05-14", "--json").stdout)
    found = {r["id"]: (r["before"], r["after"]) for r in rows}
    assert found["US-RECIP-CHN-125"] == ("in force", "ended")
    assert found["CN-RECIP-34"] == ("replaced", "suspended")
    assert "US-FENT-CHN-20" not in found


def test_series_has_the_promised_columns_and_both_directions() -> None:
    words = "series USA CHN --from 2025-05-12 --to 2025-05-15 --csv"
    lines = run(*words.split()).stdout.splitlines()
    assert lines[0] == "date,importer,exporter,rate,coverage"
    assert len(lines) == 1 + 2 * 4
    day, importer, exporter, rate, coverage = lines[3].split(",")
    assert (day, importer, exporter) == ("2025-05-14", "USA", "CHN")
    assert float(rate) == pytest.approx(0.41, abs=0.01)
    assert float(coverage) == pytest.approx(1.0, abs=0.01)


def test_series_with_weights_of_the_users_own(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("code,value\n9503.00.0073,1\n")
    words = f"series USA CHN --from 2025-05-13 --to 2025-05-14 --csv --weights {table}"
    lines = run(*words.split()).stdout.splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["1.45", "0.3"]
    table.write_text("code,value\nchips,1\n")
    outcome = run(*words.split())
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"{table}:2: ")


def test_the_whole_record_as_a_table(tmp_path: Path) -> None:
    out = tmp_path / "record.csv"
    assert run("ledger", "export", "--out", str(out)).returncode == 0
    text = out.read_text()
    assert text.startswith("id,title,imposer,target,")
    assert "US-FENT-CHN-20" in text
    refused = run("ledger", "export", "--out", str(tmp_path / "record.xls"))
    assert refused.returncode == 1
    assert "the ending says the format" in refused.stderr


def test_screening_finds_a_listed_name_and_gives_no_advice() -> None:
    answer = json.loads(
        run("screen", "Huawei Technologies Co Ltd", "--on", "2025-07-28", "--json").stdout
    )
    assert answer["matches"][0]["listing"] == "US-HUAWEI"
    assert "no compliance advice" in answer["note"]
    none = json.loads(run("screen", "Norland Bakery", "--on", "2025-07-28", "--json").stdout)
    assert none["matches"] == []


def test_screening_a_list_of_the_users_own(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "_id,source,name,alt_names,start_date\n1,EL,Norland Chips,Nordchip;NC,2020-01-01\n"
    )
    words = ("screen", "Nordchip", "--on", "2025-07-28", "--json", "--list", str(table))
    match = json.loads(run(*words).stdout)["matches"][0]
    assert (match["party"], match["matched"], match["score"]) == ("Norland Chips", "Nordchip", 100)
    table.write_text("id,title\n1,x\n")
    outcome = run(*words)
    assert outcome.returncode == 1
    assert "no column `name`" in outcome.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["ledger", "show", "--on", "2025-07-28", "--json"],
        ["ledger", "conflicts"],
        ["ledger", "coverage"],
        ["series", "USA", "CHN", "--from", "2025-01-01", "--to", "2025-01-02", "--csv"],
        ["--help"],
    ],
)
def test_a_reader_that_goes_away_is_no_failure(words: list[str]) -> None:
    """`| head` closes the pipe: the command ends with 0 and says nothing."""
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [sys.executable, "-c", CALL, *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        ["odds", "truce-2025-08-12", "--on", "2025-07-28", "--chart", "odds.png"],
        ["leverage", "USA", "CHN", "--on", "2025-07-28", "--chart", "cards.png"],
        ["leverage", "USA", "CHN", "--on", "2025-07-28", "--curve", "curve.pdf"],
        ["talks", "USA", "CHN", "--on", "2025-07-28", "--chart", "deals"],
    ],
)
def test_a_chart_is_written_as_svg_or_not_at_all(words: list[str], tmp_path: Path) -> None:
    ended = run(*words, folder=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("Use .svg.")
    assert not list(tmp_path.iterdir())


def test_a_series_with_trade_of_one_side_only_tells_of_the_other() -> None:
    """Line-by-line trade is held for the United States buying from Japan, not the other way."""
    days = ("--from", "2025-09-03", "--to", "2025-09-04", "--csv")
    for sides in (("USA", "JPN"), ("JPN", "USA")):
        told = run("series", *sides, *days)
        assert told.returncode == 0
        assert "no trade by tariff line for JPN buying from USA" in told.stderr
        assert [line[:18] for line in told.stdout.splitlines()[1:]] == [
            "2025-09-03,USA,JPN",
            "2025-09-04,USA,JPN",
        ]
    neither = run("series", "CHN", "JPN", *days)
    assert (neither.returncode, neither.stdout) == (1, "")


def test_weights_of_ones_own_are_named_below_the_series(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("code,value\n850760,5\n950300,5\n", encoding="utf-8")
    days = ("--from", "2025-07-28", "--to", "2025-07-28")
    told = run("series", "USA", "CHN", *days, "--weights", "mine.csv", folder=tmp_path).stdout
    assert "your own, mine.csv" in told
    assert "Census" not in told
    assert "unknown" not in told
