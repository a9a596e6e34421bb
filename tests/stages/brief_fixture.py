"""A brief about invented countries, with every part filled and a title that tries to be HTML.

Norland and Eastmark are at each other; Suda, Tarn and others look on. Figures are invented and
only roughly consistent; what the tests need of them is named in the tests.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from detente.brief.brief import (
    Brief,
    Clock,
    ControlRow,
    DeadlineRow,
    Diversion,
    Effect,
    Four,
    InForce,
    LayerRow,
    Method,
    Outcome,
    RoundNote,
    RunNote,
    ScenarioResult,
    SeriesLine,
    Share,
    SnapSector,
    SnapSide,
    SourceNote,
    SuspendedRow,
)
from stages import brief_answers

WEST = timezone(timedelta(hours=-4))
EAST = timezone(timedelta(hours=8))
ON = date(2031, 7, 28)
TRUCE_ENDS = datetime(2031, 8, 12, 0, 1, tzinfo=WEST)
PLACES = (
    ("NOR", "Norland", 1.0),
    ("EMK", "Eastmark", 1.35),
    ("SUD", "Suda", -0.14),
    ("TRN", "Tarn", -0.32),
    ("PAL", "Port Alba", -0.09),
    ("WMO", "Westmoor", 0.05),
    ("QUA", "Isle of Quay", -0.21),
    ("HLM", "Holmgard", 0.02),
    ("ROW", "Rest of the world", -0.03),
)
SECTORS = (
    ("C26", "Computers, electronic and optical equipment", 128.4, (0.92, 0.242, 0.482, 1.391)),
    ("C28", "Machinery and equipment n.e.c.", 61.0, (1.58, 0.521, 0.761, 1.67)),
    ("C13T15", "Textiles, clothing and leather", 58.3, (1.61, 0.553, 0.793, 1.702)),
    ("C31T33", "Furniture, toys and other manufacturing", 55.7, (1.47, 0.446, 0.686, 1.595)),
    ("C20T21", "Chemicals and pharmaceuticals", 32.1, (1.21, 0.318, 0.508, 1.301)),
    ("C29T30", "Motor vehicles, other transport equipment", 24.9, (0.88, 0.691, 0.751, 0.99)),
    ("C24T25", "Basic metals and metal products", 22.8, (1.05, 0.734, 0.794, 1.1)),
    ("C10T12", "Food, beverages and tobacco", 7.2, (1.6, 0.571, 0.811, 1.72)),
    ("A01T03", "Agriculture, forestry and fishing", 2.6, (1.49, 0.402, 0.642, 1.551)),
)


def effect(real_income: float, gdp_bn: float = 20_000.0, households_m: float = 130.0) -> Effect:
    """An effect whose parts go with its real income."""
    usd_bn = real_income * gdp_bn
    return Effect(
        real_income=real_income,
        usd_bn=usd_bn,
        usd_household=1_000 * usd_bn / households_m,
        consumer_price=-1.4 * real_income,
        exports=9.1 * real_income,
        imports=8.3 * real_income,
        revenue_usd_bn=-0.4 * usd_bn,
    )


def outcomes(size: float, so_far: float) -> tuple[Outcome, ...]:
    """Outcomes of all places: `size` is Norland's change against today."""
    return tuple(
        Outcome(
            place,
            name,
            today=effect(size * weight),
            baseline=replace(effect((so_far + size) * weight), usd_household=None)
            if place == "ROW"
            else effect((so_far + size) * weight),
        )
        for place, name, weight in PLACES
    )


def layer(measure: str, title: str, rate: str, points: float, cites: tuple[int, ...]) -> LayerRow:
    """A duty in force since early in the year."""
    return LayerRow(
        measure,
        title,
        family="emergency",
        rate_text=rate,
        points=points,
        effective=datetime(2031, 3, 4, 0, 1, tzinfo=WEST),
        until=None,
        confidence="medium" if "SAFETY" in measure else "high",
        cites=cites,
    )


def suspended(measure: str, title: str, by: str, cites: tuple[int, ...]) -> SuspendedRow:
    """A duty of 34% of which 10% is still levied."""
    return SuspendedRow(measure, title, 0.34, 0.10, by, TRUCE_ENDS, cites)


def in_force() -> tuple[InForce, InForce]:
    """Both sides' duties."""
    west = (
        layer("NO-ORDINARY", "Ordinary (MFN) duty", "by product", 0.034, (1,)),
        layer("NO-SECTION-9", "Section 9 duty on four lists", "7.5% to 100%", 0.079, (2,)),
        layer("NO-OPIATE-20", "Opiate duty on Eastmark, 20%", "20%", 0.186, (3, 4)),
        layer("NO-MUTUAL-10", "Mutual duty, rate during the truce", "10%", 0.071, (4, 5)),
        layer("NO-SAFETY-50", "Steel and aluminium, safety of the realm", "50%", 0.043, (6,)),
    )
    east = (
        layer("EM-ORDINARY", "Ordinary (MFN) duty", "by product", 0.061, (7,)),
        layer("EM-ANSWER-9", "Answer to section 9", "2.5% to 25%", 0.083, (7,)),
        layer("EM-OPIATE-15", "Answer on farm goods and energy", "10% or 15%", 0.064, (8,)),
        layer("EM-MUTUAL-10", "Answer to the mutual duty during the truce", "10%", 0.089, (9,)),
    )
    return (
        InForce(
            "NOR", "EMK", "Norland", "Eastmark", 0.4127, 0.30, 0.982, 0.004, 438.9,
            "imports of 2030 by product", west,
            (suspended("NO-MUTUAL-34", "Mutual duty on Eastmark, 34%", "NO-PAUSE", (5,)),),
        ),
        InForce(
            "EMK", "NOR", "Eastmark", "Norland", 0.297, 0.10, 0.871, 0.0, 143.5,
            "imports of 2030 by product", east,
            (suspended("EM-MUTUAL-34", "Answer to the mutual duty, 34%", "EM-PAUSE", (9,)),),
        ),
    )  # fmt: skip


def controls() -> tuple[ControlRow, ...]:
    """Controls of both sides."""
    start = datetime(2031, 4, 4, tzinfo=EAST)
    return (
        ControlRow(
            "NO-CHIPS", "NOR", "EMK", "Advanced chips and the tools to make them",
            "export_licence", "in force", date(2029, 10, 7), start, None, "high", (10,),
        ),
        ControlRow(
            "NO-DESIGN", "NOR", "EMK", "Chip design software", "export_licence", "ended",
            date(2031, 5, 29), datetime(2031, 5, 29, tzinfo=WEST),
            datetime(2031, 7, 3, tzinfo=WEST), "medium", (10,),
        ),
        ControlRow(
            "EM-MAGNETS", "EMK", "NOR", "Magnets and the seven metals in them",
            "export_licence", "in force", date(2031, 4, 4), start, None, "high", (11,),
        ),
        ControlRow(
            "EM-LISTING", "EMK", "NOR", "Sixteen arms makers on the control list",
            "entity_listing", "suspended", date(2031, 4, 4), start, TRUCE_ENDS, "high", (11,),
        ),
    )  # fmt: skip


def snap_side(importer: str, exporter: str, scale: float, added: Four, average: Four) -> SnapSide:
    """Rates around the deadline; `scale` shrinks the first side's trade to the second's."""
    sectors = tuple(
        SnapSector(code, name, scale * trade, Four(*(scale * rate for rate in rates)))
        for code, name, trade, rates in SECTORS
    )
    return SnapSide(importer, exporter, average, added, sectors)


def clock() -> Clock:
    """A truce with fifteen days to go."""
    return Clock(
        truce="harbour-pause",
        title="The Harbour pause",
        start=datetime(2031, 5, 14, 0, 1, tzinfo=WEST),
        until=TRUCE_ENDS,
        days_left=15,
        started=True,
        before=datetime(2031, 5, 14, 0, 1, tzinfo=WEST),
        suspends=tuple(row for side in in_force() for row in side.suspended),
        removed=("NO-MUTUAL-84", "NO-MUTUAL-125", "EM-MUTUAL-84", "EM-MUTUAL-125"),
        conditions=(
            "talks go on in a standing group of both sides",
            "Eastmark lifts its answers outside duties",
        ),
        legal="both sides levy 34% on all goods again instead of 10%.",
        announced=(
            "Norland spoke of 125% on top of the opiate duty",
            "Eastmark said it would answer in kind",
        ),
        sides=(
            snap_side("NOR", "EMK", 1.0, Four(1.45, 0.30, 0.54, 1.45),
                      Four(1.352, 0.4127, 0.583, 1.374)),
            snap_side("EMK", "NOR", 0.45, Four(1.25, 0.10, 0.34, 1.25),
                      Four(1.281, 0.297, 0.514, 1.302)),
        ),
        cites=(5, 9),
    )  # fmt: skip


def series() -> tuple[SeriesLine, SeriesLine]:
    """Average duties since the year before."""
    moments = tuple(
        datetime(*day, tzinfo=WEST)
        for day in ((2030, 1, 1), (2031, 2, 4), (2031, 3, 4), (2031, 4, 5), (2031, 4, 9),
                    (2031, 4, 10), (2031, 5, 14), (2031, 6, 4))
    )  # fmt: skip
    return (
        SeriesLine("NOR", "EMK", moments, (0.118, 0.211, 0.303, 0.372, 0.98, 1.352, 0.394, 0.4127)),
        SeriesLine("EMK", "NOR", moments, (0.172, 0.188, 0.211, 0.211, 0.86, 1.281, 0.297, 0.297)),
    )


def scenario(
    name: str,
    title: str,
    role: str,
    size: float,
    averages: tuple[float, float],
    new_layers: tuple[float, float],
) -> ScenarioResult:
    """A solved scenario; `size` is Norland's change of real income against today."""
    run = RunNote(
        "toy-9", 2030, "2031.7", "converged", 3.1e-11, 42, (("deficits", "fixed share"),),
        "world income",
    )  # fmt: skip
    return ScenarioResult(
        id=name,
        title=title,
        question="What if it goes that way?",
        role=role,
        explanation="The points that the truce set aside are levied again; the rest stays.",
        missing=None,
        averages=averages,
        new_layers=new_layers,
        outcomes=outcomes(size, -0.0021),
        diversion=None if role == "status_quo" else diversion(size),
        run=run,
        cites=(5, 9),
    )


def diversion(size: float) -> Diversion:
    """Where Eastmark's goods go."""
    lost = 20_000 * size
    partners = (("SUD", "Suda"), ("WMO", "Westmoor"), ("TRN", "Tarn"), ("PAL", "Port Alba"))
    return Diversion(
        "EMK",
        "NOR",
        lost_usd_bn=lost,
        lost_share=lost / 400,
        destinations=tuple(
            Share(place, name, -lost * part, part / 5)
            for (place, name), part in zip(partners, (0.31, 0.22, 0.12, 0.04), strict=True)
        ),
        suppliers=tuple(
            Share(place, name, -lost * part, part / 3)
            for (place, name), part in zip(partners, (0.18, 0.09, 0.29, -0.03), strict=True)
        ),
    )


def scenarios() -> tuple[ScenarioResult, ...]:
    """Five scenarios, the last of which cannot be posed."""
    return (
        scenario("pause-holds", "The pause is extended", "status_quo", 0.0,
                 (0.4127, 0.297), (0.30, 0.10)),
        scenario("pause-lapses", "The pause lapses (legal snap-back)", "lapse", -0.0011,
                 (0.583, 0.514), (0.54, 0.34)),
        scenario("opiate-deal", "A deal on opiates", "other", 0.0009,
                 (0.2267, 0.233), (0.10, 0.10)),
        scenario("spring-war", "The spring war returns", "other", -0.0043,
                 (1.374, 1.302), (1.45, 1.25)),
        replace(
            scenario("oil-duty", "Secondary duty over oil", "other", 0.0, (0.0, 0.0), (0.0, 0.0)),
            missing="the rates for Eastmark’s crude are unknown before 1 August 2031",
            averages=(), new_layers=(), outcomes=(), diversion=None, run=None,
        ),
    )  # fmt: skip


def calendar() -> tuple[DeadlineRow, ...]:
    """Pending dates, not in order."""
    return (
        DeadlineRow(TRUCE_ENDS, "truce_end", "The Harbour pause ends",
                    "34% is levied again on both sides", True, "high", (5,)),
        DeadlineRow(datetime(2031, 8, 1, 0, 1, tzinfo=WEST), "duty_start",
                    "Country rates of the mutual duty start", "rates of the annex apply", True,
                    "high", (4,)),
        DeadlineRow(datetime(2031, 8, 31, 23, 59, tzinfo=WEST), "exclusion_end",
                    "Exclusions | from section 9 end", None, True, "medium", (2,)),
        DeadlineRow(datetime(2031, 9, 17, tzinfo=WEST), "divestiture", "Sale of the video service",
                    "the ban applies", False, "low", (12,)),
    )  # fmt: skip


def sources() -> tuple[SourceNote, ...]:
    """Twelve documents, known in three ways."""
    ways = ("text", "secondary", "background")
    return tuple(
        SourceNote(
            number,
            f"doc-{number}",
            f"Norland Gazette {number} of 2031, notice on <duties> & pauses",
            ways[number % 3],
            f"https://gazette.example/{number}?a=1&b=2" if number % 2 else None,
        )
        for number in range(1, 13)
    )


def sample_brief() -> Brief:
    """The whole brief."""
    return Brief(
        title="Norland and Eastmark on the eve of Tarn <script>alert('x')</script>",
        on=ON,
        as_known=ON,
        baseline=date(2031, 1, 1),
        baseline_title="before the duties of 2031",
        parties=("NOR", "EMK"),
        names=("Norland", "Eastmark"),
        headline=(
            "30% and 10% on all goods are new since January; both sides hold back 24 points.",
            "If the pause lapses, law brings back 54% and 34%; 145% and 125% were announced.",
            "A lapse costs Norland 0.11% of real income a year, Eastmark 0.15%.",
        ),
        round=RoundNote("Tarn", ON, date(2031, 7, 29), ("Bea Lund", "He Lin"), None, (12,)),
        rounds=(
            RoundNote("Alba", date(2031, 5, 10), date(2031, 5, 11), ("Bea Lund",), "a pause", (5,)),
            RoundNote("Tarn", ON, date(2031, 7, 29), ("Bea Lund", "He Lin"), None, (12,)),
        ),
        in_force=in_force(),
        controls=controls(),
        clock=clock(),
        calendar=calendar(),
        series=series(),
        so_far=outcomes(0.0, -0.0021),
        scenarios=scenarios(),
        spread=(),
        power=brief_answers.power(),
        deals=brief_answers.deals(),
        holds=brief_answers.holds(),
        odds=brief_answers.odds(),
        positions=brief_answers.positions(),
        texts=brief_answers.texts(),
        methods=(
            Method("Duties", "Rates are stacked by product and averaged with imports of 2030."),
            Method("Model", "A many-country, many-sector trade model in changes; deficits fixed."),
            Method("What it is not", "Not a forecast: no adjustment costs, no exchange rates."),
        ),
        sources=sources(),
        world="toy-9",
        world_title="nine invented economies",
        world_year=2030,
        money_year=2030,
        record="2031.7",
        version="0.1.0",
    )


def bare_brief() -> Brief:
    """No truce, no round, nothing solved."""
    reason = "no truce runs on this day"
    return replace(
        sample_brief(),
        round=None,
        rounds=(),
        so_far=(),
        power=None,
        deals=None,
        holds=None,
        odds=None,
        positions=(),
        texts=None,
        clock=None,
        calendar=(),
        controls=(),
        scenarios=tuple(
            replace(s, missing=reason, averages=(), new_layers=(), outcomes=(), diversion=None,
                    run=None)
            for s in scenarios()
        ),
    )  # fmt: skip
