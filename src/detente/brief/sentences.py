"""What the brief says in whole sentences, and its figures to be read first."""

from __future__ import annotations

from urllib.parse import urlsplit

from detente.brief.brief import (
    Brief,
    Clock,
    Diversion,
    InForce,
    RoundNote,
    RunNote,
    ScenarioResult,
    SnapSide,
    SourceNote,
)
from detente.brief.record_tables import direction, name_of, own_rate
from detente.brief.table import KeyFigure
from detente.brief.words import (
    NBSP,
    change,
    counted,
    day,
    exact,
    in_utc,
    joined,
    percent,
    period,
    plain,
    rate,
    sentence,
    the,
    usd_bn,
    zone,
)

TWO_MEANINGS = (
    "“By law” is what comes back by itself when the truce ends and nobody acts: only duties that"
    " the truce suspended can. “As announced” is what the sides said would come back; duties that"
    " the truce removed for good are part of it and would need new acts. Averages also hold what"
    " came or went between the dates for other reasons."
)
TAKEN_AS_BEGUN = (
    "What is announced of it and yet to begin counts as begun wherever its end, deals or the stake"
    " are set against going on."
)
_SECTIONS = {
    "in-force": "In force",
    "clock": "The clock",
    "scenarios": "Scenarios",
    "diversion": "Where trade goes",
    "power": "Who can hurt whom",
    "deals": "What both would take",
    "truce": "Does the truce hold",
    "chances": "The odds",
    "calendar": "Calendar",
    "texts": "What the texts say",
    "methods": "Methods",
    "sources": "Sources",
}
HOW_KNOWN = {
    "text": "text read",
    "secondary": "secondary source",
    "background": "background",
}
HOW_KNOWN_NOTE = (
    "Text read: the document itself was read. Secondary source: known through a law firm, the press"
    " or a tracker. Background: general knowledge, not read again."
)


def sections(brief: Brief) -> dict[str, str]:
    """The headings by name, numbered; texts have a section where some were given."""
    kept = [name for name in _SECTIONS if name != "texts" or brief.texts is not None]
    return {name: f"{k} {_SECTIONS[name]}" for k, name in enumerate(kept, start=1)}


def asked(brief: Brief) -> str:
    """The day the brief speaks of, the day beyond which it knows nothing, and its hour."""
    known = "that day" if brief.as_known == brief.on else day(brief.as_known)
    told = f"As of {day(brief.on)}, using only what was public on {known}."
    if brief.moment is None:
        return told
    return f"{told} Duties as they stand at {brief.moment:%H:%M} {zone(brief.moment)}."


def own_day(side: InForce) -> str:
    """The average when the importer's own day ended, where that was another one."""
    if side.own_day is None or side.own_day_average is None:
        return ""
    return (
        f" ({percent(side.own_day_average)} when the day ended there, at"
        f" {side.own_day:%H:%M} {zone(side.own_day)}: the hour of a rate or a series of that day)"
    )


def hint(brief: Brief, address: str = "ADDRESS") -> str:
    """The command that takes a figure apart."""
    known = "" if brief.as_known == brief.on else f" --as-known {brief.as_known.isoformat()}"
    sides = " ".join(brief.parties)
    return f"detente explain {address} --on {brief.on.isoformat()}{known} {sides}"


def baseline_state(brief: Brief) -> str:
    """What the baseline is, inside a sentence: the state before the duties of that year."""
    title = brief.baseline_title
    return f"the state {title}" if title.startswith("before") else title


def round_label(brief: Brief) -> str:
    """Whether the round is on or yet to come."""
    note = brief.round
    now = note is not None and note.start <= brief.on <= note.until
    return "The round:" if now else "Next round:"


def round_sentence(note: RoundNote) -> str:
    """Where and when the sides meet, and who leads."""
    heads = f", led by {joined(note.heads)}" if note.heads else ""
    outcome = f" Outcome: {note.outcome}" if note.outcome else ""
    return f"{note.city}, {period(note.start, note.until)}{heads}.{outcome}"


def key_figures(brief: Brief) -> tuple[KeyFigure, ...]:
    """Average duties each way, days left, and both meanings of the snap-back."""
    averages = tuple(
        KeyFigure(
            sentence(direction(side.importer_name, side.exporter_name)),
            percent(side.average),
            f"average duty today; {rate(side.new_layers)} on all goods is new since"
            f" {brief.baseline:%B %Y}{own_day(side)}",
            f"in_force.{side.importer}.average",
        )
        for side in brief.in_force
    )
    return averages + _clock_figures(brief)


def _clock_figures(brief: Brief) -> tuple[KeyFigure, ...]:
    clock = brief.clock
    if clock is None:
        return ()
    figures: list[KeyFigure] = []
    if clock.days_left is not None and clock.until is not None:
        noun = "Day left" if clock.days_left == 1 else "Days left"
        note = f"{clock.title} ends {exact(clock.until)}"
        figures.append(KeyFigure(noun, f"{clock.days_left:,}", note, "clock.days_left"))
    if any(side.new_layers.legal is not None for side in clock.sides):
        announced = _pair(clock, "announced")
        note = "new duties on all goods if the truce lapses, by law"
        note += f"; as announced {announced}" if announced else "; no other return is announced"
        label = "Snap-back, " + " / ".join(name_of(brief, s.importer) for s in clock.sides)
        address = f"clock.{clock.sides[0].importer}.new_layers.legal"
        figures.append(KeyFigure(label, _pair(clock, "legal"), note, address))
    return tuple(figures)


def _pair(clock: Clock, state: str) -> str:
    """Both sides' new layers in a state, in the order of the sides; empty if neither has one."""
    values = [
        side.new_layers.legal if state == "legal" else side.new_layers.announced
        for side in clock.sides
    ]
    return (
        f"{NBSP}/{NBSP}".join(rate(v) for v in values) if any(v is not None for v in values) else ""
    )


def controls_line(brief: Brief) -> str:
    """How many controls each side has on the record, and how many of them are in force."""
    if not brief.controls:
        return "The record has no export controls between the two sides on this day."
    parts: list[str] = []
    for code in dict.fromkeys((*brief.parties, *(row.imposer for row in brief.controls))):
        rows = [row for row in brief.controls if row.imposer == code]
        active = sum(row.state == "in force" for row in rows)
        if rows:
            parts.append(f"{len(rows)} by {the(name_of(brief, code))} ({active} in force)")
    return f"Export controls and listings: {joined(parts)}"


def no_truce(brief: Brief) -> str:
    """What stands in the place of the clock when no truce binds the parties."""
    sides = joined([the(name) for name in brief.names])
    return (
        f"No truce between {sides} is on the record on this day, so no date brings duties back"
        " by itself."
    )


def clock_sentences(clock: Clock) -> tuple[str, ...]:
    """When the truce runs, and what its end means in law."""
    verb = "began" if clock.started else "begins"
    start = f"{clock.running or clock.title} {verb} on {exact(clock.start)}"
    if clock.takes_over is not None:
        start += f"; {clock.title} takes its place on {exact(clock.takes_over)}"
    if clock.until is None:
        return (f"{start} and has no end set.",)
    both = f"{exact(clock.until)} ({in_utc(clock.until)})"
    left = "" if clock.days_left is None else f": {counted(clock.days_left, 'day')} from now"
    told = f"{start} and ends on {both}{left}."
    return (told,) if clock.takes_over is None else (told, TAKEN_AS_BEGUN)


def clock_lists(clock: Clock) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the truce suspends, what it removed for good, and on what conditions."""
    suspends = tuple(
        f"{row.title} ({row.measure}): {rate(row.levied)} levied instead of {own_rate(row)}"
        for row in clock.suspends
    )
    lists = (
        ("Suspended", suspends),
        ("Removed for good", clock.removed),
        ("Conditions", clock.conditions),
    )
    return tuple((title, items) for title, items in lists if items)


def source_line(note: SourceNote) -> str:
    """A source and how it is known."""
    return f"{note.text} ({HOW_KNOWN.get(note.how, note.how)})"


def web_address(note: SourceNote) -> str:
    """The source's address if it is one of the web, else nothing."""
    url = note.url or ""
    return url if url.startswith(("https://", "http://")) and not set(url) & set(' <>"') else ""


def host(note: SourceNote) -> str:
    """The site of a source's address."""
    return urlsplit(web_address(note)).netloc.removeprefix("www.")


def legal_sentences(clock: Clock) -> tuple[str, ...]:
    """What each side returns to, in law and as announced."""
    legal = (_ended(f"By law: {clock.legal}"),) if clock.legal else ()
    announced = "; ".join(clock.announced)
    return (*legal, _ended(f"As announced: {announced}")) if announced else legal


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def duty_line(brief: Brief, scenario: ScenarioResult) -> str:
    """Average duties under a scenario beside today's."""
    parts: list[str] = []
    for side, average in zip(brief.in_force, scenario.averages, strict=True):
        today, then = percent(side.average), percent(average)
        told = f"{today}, as today" if today == then else f"{today} → {then}".replace(" ", NBSP)
        parts.append(f"{direction(side.importer_name, side.exporter_name)} {told}")
    return f"Average duties: {'; '.join(parts)}."


def sector_trade(side: SnapSide) -> str:
    """The sectors of a side's snap-back and the trade that it falls on."""
    total = sum(sector.trade_usd_bn for sector in side.sectors)
    return f"{counted(len(side.sectors), 'sector')}, {usd_bn(total)} of trade"


def lost_trade(brief: Brief, diversion: Diversion) -> str:
    """How trade between the two parties changes."""
    seller, buyer = the(name_of(brief, diversion.exporter)), the(name_of(brief, diversion.importer))
    amount = usd_bn(abs(diversion.lost_usd_bn))
    less = "less" if diversion.lost_usd_bn < 0 else "more"
    share = change(diversion.lost_share, 1)
    return (
        f"{sentence(seller)} sells {amount} a year {less} to {buyer} than under today’s duties"
        f" ({share}), in money of {brief.world_year}."
    )


def run_line(run: RunNote) -> str:
    """How a scenario was computed."""
    switches = "".join(f" {plain(key)}: {plain(value).lower()}." for key, value in run.switches)
    return (
        f"World {run.world}, record {run.record}; {run.status} after"
        f" {counted(run.iterations, 'step')}, residual {run.residual:.1e};"
        f" numeraire: {run.numeraire}.{switches}"
    )


def provenance(brief: Brief) -> str:
    """Versions that produced the page."""
    return (
        f"detente {brief.version}, record {brief.record}, world {brief.world}"
        f" ({brief.world_title}); money of {brief.money_year}."
    )
