"""The faces of one brief: page, Markdown, JSON and terminal say the same, and say it safely."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise

import pytest
from pydantic import TypeAdapter
from rich.console import Console

from detente.brief import words
from detente.brief.brief import Brief, SourceNote
from detente.brief.charts import draw_charts
from detente.brief.marks import COLOURS, spread, wrapped
from detente.brief.scenario_tables import diverted, places
from detente.brief.table import tone
from detente.brief.terminal import print_brief
from stages.brief_fixture import PLACES, bare_brief, sample_brief

LOADS = {"src", "srcset", "href", "xlink:href", "poster", "data", "background", "action"}
VOID = {"meta", "br", "hr", "img", "link", "input", "path", "line", "rect"}


@cache
def page(bare: bool = False) -> str:
    """The page, drawn once for all tests."""
    return (bare_brief() if bare else sample_brief()).html()


def terminal(brief: Brief, width: int = 80) -> str:
    """What a terminal of that width shows."""
    out = StringIO()
    print_brief(brief, Console(file=out, width=width, color_system=None))
    return out.getvalue()


class Reader(HTMLParser):
    """Collects text, attributes, ids and whether tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, found, value in self.attributes if found == name]


KEY_FIGURES = (
    "41.3%",
    "29.7%",
    "54% / 34%",
    "145% / 125%",
    "12 August 2031, 00:01 UTC-4",
    "-0.15%",
    "-USD 228",
    "137.4%",
    "Secondary duty over oil",
    "Norland Gazette 12 of 2031",
)


@pytest.mark.parametrize("figure", KEY_FIGURES)
def test_all_faces_show_the_key_figures(figure: str) -> None:
    shown = words.ascii_signs(unescape(page()))
    printed = " ".join(terminal(sample_brief()).split())
    assert figure in shown
    assert figure in sample_brief().markdown()
    assert figure in printed


def test_json_holds_the_figures_to_twelve_digits() -> None:
    data = json.loads(sample_brief().json())
    assert data["in_force"][0]["average"] == 0.4127
    assert data["clock"]["sides"][1]["new_layers"]["legal"] == 0.34
    assert data["clock"]["until"] == "2031-08-12T00:01:00-04:00"
    lapse = next(s for s in data["scenarios"] if s["role"] == "lapse")
    assert lapse["outcomes"][1]["today"]["real_income"] == pytest.approx(-0.0011 * 1.35, rel=1e-11)


def test_json_fractions_have_twelve_digits_and_no_noise() -> None:
    noisy = replace(sample_brief().in_force[0], average=0.1 + 0.2)
    data = json.loads(replace(sample_brief(), in_force=(noisy,)).json())
    assert data["in_force"][0]["average"] == 0.3


@pytest.mark.parametrize("brief", [sample_brief(), bare_brief()], ids=["full", "bare"])
def test_json_can_be_read_back(brief: Brief) -> None:
    back = TypeAdapter(Brief).validate_json(brief.json())
    assert back.json() == brief.json()
    assert back.in_force == brief.in_force


def test_json_writes_what_is_not_a_number_as_null() -> None:
    side = replace(sample_brief().in_force[0], unknown=math.nan)
    brief = replace(sample_brief(), in_force=(side,))
    assert json.loads(brief.json())["in_force"][0]["unknown"] is None


def test_page_escapes_what_the_record_says() -> None:
    assert "<script" not in page().lower()
    assert "&lt;script&gt;alert" in page()
    assert "&lt;duties&gt; &amp; pauses" in page()


def test_drawings_escape_the_names_of_scenarios() -> None:
    brief = sample_brief()
    renamed = replace(brief.scenarios[1], title="<script>alert(1)</script>")
    charts = draw_charts(replace(brief, scenarios=(brief.scenarios[0], renamed)))
    assert "<script" not in "".join(chart.wide + chart.phone for chart in charts.values())


def test_page_loads_nothing_from_outside() -> None:
    for tag, name, value in Reader(page()).attributes:
        if name in LOADS and tag != "a":
            assert value.startswith(("#", "data:")), f"<{tag} {name}={value}>"
    assert not re.search(r"@import|url\((?!#|['\"]?data:)", page())
    assert not {tag for tag, *_ in Reader(page()).attributes} & {"script", "link", "iframe", "img"}


def test_source_with_an_address_that_is_no_web_page_gets_no_link() -> None:
    note = SourceNote(1, "doc", "A letter", "text", "javascript:alert(1)")
    brief = replace(bare_brief(), sources=(note,))
    assert "javascript:" not in brief.html()
    assert "javascript:" not in brief.markdown()


@pytest.mark.parametrize("bare", [False, True])
def test_page_is_well_formed_and_every_reference_has_its_target(bare: bool) -> None:
    read = Reader(page(bare))
    assert read.faults == []
    assert read.open == []
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    targets = [value[1:] for value in read.values("href") if value.startswith("#")]
    targets += [name for value in read.values("aria-labelledby") for name in value.split()]
    assert set(targets) <= set(ids)


def test_page_has_what_readers_of_screens_need() -> None:
    for needed in ('lang="en"', 'class="skip"', '<nav aria-label="Contents">', "<main id="):
        assert needed in page()
    assert page().count("<table") == page().count("<caption")
    assert page().count("<th") == page().count('<th scope="') + page().count("<thead")
    assert page().count("<svg") == page().count("<desc") == 16


def test_figures_carry_the_address_that_explain_takes() -> None:
    read = Reader(page())
    addresses = set(read.values("data-address"))
    assert {
        "in_force.NOR.average",
        "clock.EMK.legal",
        "scenarios.spring-war.NOR.average",
        "scenarios.pause-lapses.EMK.real_income",
        "scenarios.pause-lapses.EMK.usd_household.baseline",
        "scenarios.pause-lapses.diversion.suppliers.TRN.usd_bn",
        "so_far.EMK.real_income",
        "clock.days_left",
        "clock.NOR.sectors.C28.legal",
        "clock.NOR.sectors.C28.trade_usd_bn",
        "power.rare-clay.target",
        "power.curve.0.05",
        "deals.duty-half.EMK",
        "deals.package-1.in_zone",
        "odds.extended.p",
        "truce.NOR.tempted",
        "suspended.NOR.NO-MUTUAL-34.levied",
        "clock.NOR.new_layers.legal",
    } <= addresses
    state = r"(before|today|legal|announced)"
    known = (
        rf"in_force\.\w+\.(average|[A-Z0-9-]+)|clock\.days_left|clock\.\w+\.(new_layers\.)?{state}"
        rf"|clock\.\w+\.sectors\.\w+\.({state}|trade_usd_bn)|scenarios\.[\w.-]+"
        r"|so_far\.\w+\.\w+|power\.[\w-]+\.\w+|power\.curve\.(\d.*|hulten|leontief)"
        r"|truce\.\w+\.\w+|suspended\.\w+\.[\w-]+\.(rate|levied)|spread\.[\w-]+\.\w+\.lowest"
        r"|deals\.[\w-]+\.\w+|odds\.\w+\.(p|low|pooled)"
    )
    assert [address for address in addresses if not re.fullmatch(known, address)] == []
    hint = "detente explain clock.EMK.legal --on 2031-07-28 NOR EMK"
    assert hint in read.values("title")


def test_hint_names_the_day_of_knowledge_when_it_is_not_the_day_of_the_brief() -> None:
    brief = replace(bare_brief(), as_known=date(2031, 8, 2))
    assert "ADDRESS --on 2031-07-28 --as-known 2031-08-02 NOR EMK" in brief.markdown()
    assert "using only what was public on 2 August 2031" in brief.markdown()


@pytest.mark.parametrize("brief", [sample_brief(), bare_brief()], ids=["full", "bare"])
def test_markdown_tables_are_well_formed(brief: Brief) -> None:
    lines = brief.markdown().split("\n")
    starts = [i for i, line in enumerate(lines) if re.fullmatch(r"\|( -{3}:? \|)+", line)]
    assert len(starts) >= 4
    for start in starts:
        columns = cells(lines[start])
        assert cells(lines[start - 1]) == columns
        assert lines[start - 2] == ""
        rows = lines[start + 1 : lines.index("", start)]
        assert rows
        assert {cells(row) for row in rows} == {columns}


def cells(line: str) -> int:
    """Cells in a row of a Markdown table; an escaped bar is text."""
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def test_markdown_escapes_markup() -> None:
    text = sample_brief().markdown()
    assert "\\<script\\>" in text
    assert "Exclusions \\| from section 9 end" in text
    assert text.isascii()


@pytest.mark.parametrize("width", [80, 100, 132])
@pytest.mark.parametrize("brief", [sample_brief(), bare_brief()], ids=["full", "bare"])
def test_terminal_output_fits(brief: Brief, width: int) -> None:
    lines = terminal(brief, width).split("\n")
    assert max(len(line) for line in lines) <= width
    assert not any("…" in line for line in lines)


def test_terminal_shows_every_column_that_it_keeps() -> None:
    shown = terminal(sample_brief())
    assert "[3][4]" in shown
    assert "Sources" in shown
    assert "[bold]" not in shown


@pytest.mark.parametrize(
    "face",
    [lambda: page(True), lambda: bare_brief().markdown(), lambda: terminal(bare_brief())],
    ids=["page", "markdown", "terminal"],
)
def test_brief_without_truce_and_scenarios_says_so(face: Callable[[], str]) -> None:
    text = " ".join(face().split())
    assert "No truce between Norland and Eastmark" in text
    assert "no truce runs on this day" in text
    assert "No pending date is on the record." in text
    assert "no export controls between the two sides" in text


def test_bare_page_still_draws_the_past() -> None:
    assert set(draw_charts(bare_brief())) == {"averages-over-time"}


def test_drawings_are_xml_and_take_their_colours_from_the_page() -> None:
    charts = draw_charts(sample_brief())
    assert list(charts) == [
        "averages-over-time",
        "snap-back-by-sector",
        "income-by-scenario",
        "diversion-by-partner",
        "who-hurts-whom",
        "shortage-curve",
        "deal-map",
        "odds",
    ]
    for chart in charts.values():
        for drawing in (chart.wide, chart.phone):
            root = ElementTree.fromstring(drawing)
            assert root.attrib["viewBox"].startswith("0 0 ")
            assert "width" not in root.attrib
            plain = set(re.findall(r'"(#[0-9a-f]{6})"', drawing))
            assert plain.isdisjoint(COLOURS)


def test_drawings_hold_full_words_and_numbers() -> None:
    chart = draw_charts(sample_brief())["income-by-scenario"]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", chart.wide)
    assert {"−0.11%", "+0.12%", "−0.58%", "Rest of the world"} <= set(texts)


def test_numbers_that_are_missing_are_a_dash_everywhere() -> None:
    brief = sample_brief()
    suspended = replace(brief.in_force[0].suspended[0], rate=math.nan)
    side = replace(brief.in_force[0], suspended=(suspended,))
    lapse = brief.scenarios[1]
    first = replace(lapse.outcomes[0].today, real_income=math.nan, exports=math.nan)
    outcomes = (replace(lapse.outcomes[0], today=first), *lapse.outcomes[1:])
    holes = replace(
        brief,
        in_force=(side, brief.in_force[1]),
        scenarios=(brief.scenarios[0], replace(lapse, outcomes=outcomes)),
    )
    for face in (holes.html(), holes.markdown(), terminal(holes)):
        assert "nan" not in re.sub(r"[a-z]+nan|nan[a-z]+", "", face.lower())
        assert "by product" in face


def test_tables_show_the_parties_and_the_largest_effects() -> None:
    shown = [code for code, _ in places(sample_brief(), limit=4)]
    assert shown == ["NOR", "EMK", "TRN", "QUA"]
    assert len(places(sample_brief())) == len(PLACES)


def test_diversion_is_that_of_the_lapse_or_of_the_largest_loss() -> None:
    brief = sample_brief()
    shown = diverted(brief)
    assert shown is not None
    assert shown.id == "pause-lapses"
    others = tuple(s for s in brief.scenarios if s.role != "lapse")
    shown = diverted(replace(brief, scenarios=others))
    assert shown is not None
    assert shown.id == "spring-war"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (words.percent(0.4127), "41.3%"),
        (words.percent(None), "–"),
        (words.percent(math.nan), "–"),
        (words.rate(1.45), "145%"),
        (words.rate(0.075), "7.5%"),
        (words.rate(0.0), "0%"),
        (words.points(0.0003), "<0.1"),
        (words.points(0.0), "0.0"),
        (words.change(-0.0031), "−0.31%"),
        (words.change(0.00004), "0.00%"),
        (words.change(0.002), "+0.20%"),
        (words.billions_change(-38.42), "−38.4"),
        (words.billions(1234.5), "1,234"),
        (words.usd_bn(99.96), "USD 100 bn"),
        (words.per_household(-310.4), "−USD 310"),
        (words.per_household(0.3), "USD 0"),
        (words.period(date(2031, 7, 28), date(2031, 7, 29)), "28 to 29 July 2031"),
        (words.period(date(2031, 7, 31), date(2031, 8, 1)), "31 July 2031 to 1 August 2031"),
        (words.in_days(0), "today"),
        (words.in_days(1), "in 1 day"),
        (words.in_days(-3), "3 days ago"),
        (words.the("United States"), "the United States"),
        (words.the("Norland"), "Norland"),
        (words.shortened("The pause lapses (legal snap-back)", 40), "The pause lapses"),
        (words.shortened("Secondary duty over Russian oil", 22), "Secondary duty over…"),
        (words.joined(["a", "b", "c"]), "a, b and c"),
        (words.joined([]), ""),
        (words.ascii_signs("−5 → 3 “x”"), '-5 -> 3 "x"'),
    ],
)
def test_formats(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("hours", "minutes", "expected"),
    [(-4, 0, "UTC−4"), (8, 0, "UTC+8"), (5, 30, "UTC+5:30"), (0, 0, "UTC"), (-3, -30, "UTC−3:30")],
)
def test_zones(hours: int, minutes: int, expected: str) -> None:
    zone = timezone(timedelta(hours=hours, minutes=minutes))
    assert words.zone(datetime(2031, 8, 12, tzinfo=zone)) == expected


def test_moments_name_the_hour_only_where_it_matters() -> None:
    west = timezone(timedelta(hours=-4))
    assert words.moment(datetime(2031, 8, 12, 0, 1, tzinfo=west)) == "12 August 2031"
    late = datetime(2031, 8, 31, 23, 59, tzinfo=west)
    assert words.moment(late) == "31 August 2031, 23:59 UTC−4"
    assert words.in_utc(late) == "1 September 2031, 03:59 UTC"
    assert words.in_utc(datetime(2031, 8, 12, 4, 1, tzinfo=UTC)) == "04:01 UTC"


def test_tone_follows_what_is_shown() -> None:
    assert [tone(share) for share in (-0.0031, 0.00004, 0.002, None)] == ["loss", "", "gain", ""]


def test_labels_keep_their_distance_and_order_and_stay_near() -> None:
    values = [0.286, 1.436, 0.261, 0.526, 0.286]
    placed = spread(values, 0.12)
    ranked = [placed[i] for i in sorted(range(len(values)), key=lambda i: (values[i], placed[i]))]
    assert all(b - a >= 0.12 - 1e-12 for a, b in pairwise(ranked))
    assert placed[1] == 1.436
    assert spread([], 1.0) == []
    assert spread([0.2, 0.5], 0.1) == [0.2, 0.5]


def test_titles_break_between_words() -> None:
    assert wrapped("The spring war returns", 10) == ["The spring", "war", "returns"]
