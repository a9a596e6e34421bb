"""Checks between rows: each reads as a sentence and returns faults with file and line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from detente.ledger.caveats import caveat_faults
from detente.ledger.ledger import FAMILY, Ledger
from detente.ledger.measures import DUTY_INSTRUMENTS, Measure
from detente.ledger.overlap import measures_of_one_act_do_not_overlap
from detente.ledger.places import ALL

ONE_DAY = timedelta(days=1)
QUOTED = re.compile('"([^"]*)"')
RowT = TypeVar("RowT")


def check_ledger(ledger: Ledger, thorough: bool, unsure: frozenset[str] = frozenset()) -> list[str]:
    """Every fault of the record, in the order of the checks.

    Only a thorough check opens product lists. `unsure` are names from files that could not be
    read whole: nothing is said against a link to one of them.
    """
    faults = [fault for check in CHECKS for fault in check(ledger)]
    if thorough:
        faults += measures_of_one_act_do_not_overlap(ledger)
    if not unsure:
        return faults
    return [fault for fault in faults if not unsure.intersection(QUOTED.findall(fault))]


def measures_name_known_places(ledger: Ledger) -> Iterator[str]:
    """Imposers and targets are codes or groups of places.yaml."""
    for m in ledger.measures.values():
        for code in (m.imposer, *m.target, *m.except_target):
            if not ledger.places.known(code):
                yield _unknown(m, "place", code, [*ledger.places.by_code, *ledger.places.groups])


def measures_end_after_they_start(ledger: Ledger) -> Iterator[str]:
    """An interval is [effective, until): an end lies after the start."""
    for m in ledger.measures.values():
        if m.effective and m.until and m.until < m.effective:
            yield (
                f"{m.origin}: {m.id} ends {m.until.isoformat()} before it starts "
                f"{m.effective.isoformat()}. Intervals are half-open, [effective, until). "
                "Correct one of the two."
            )


def measures_start_unless_threatened(ledger: Ledger) -> Iterator[str]:
    """A row without a start is a threat and says so."""
    for m in ledger.measures.values():
        if m.effective is None and m.status not in ("threatened", "event"):
            yield (
                f"{m.origin}: {m.id} has no `effective`. Only a threat may have none. Add the "
                "day it takes effect, or `status: threatened`."
            )


def relations_name_existing_measures(ledger: Ledger) -> Iterator[str]:
    """replaces, ends, suspends, exempts and extends point at rows of the record."""
    families = {m.family for m in ledger.measures.values() if m.family}
    for m in ledger.measures.values():
        for word in ("replaces", "ends", "suspends", "exempts", "extends"):
            names: tuple[str, ...] = getattr(m, word)
            for name in names:
                if name.startswith(FAMILY):
                    if name.removeprefix(FAMILY) not in families:
                        yield _unknown(m, f"family ({word})", name.removeprefix(FAMILY), families)
                elif name not in ledger.measures:
                    yield _unknown(m, f"measure ({word})", name, ledger.measures)


def sources_name_existing_documents(ledger: Ledger) -> Iterator[str]:
    """Every row cites documents of the record."""
    for m in ledger.measures.values():
        for name in (m.act, *(s.document for s in m.source)):
            if name not in ledger.documents:
                yield _unknown(m, "document", name, ledger.documents)


def scopes_name_existing_lists(ledger: Ledger) -> Iterator[str]:
    """A missing product list is an error, never an empty set."""
    for m in ledger.measures.values():
        for scope in (m.scope, m.content_scope):
            for name in (*scope.lists, *scope.except_lists):
                if name not in ledger.lists:
                    yield _unknown(m, "product list", name, ledger.lists)
        if m.rate.table and m.rate.table not in ledger.lists:
            yield _unknown(m, "country table", m.rate.table, ledger.lists)


def duties_have_products_and_a_rate(ledger: Ledger) -> Iterator[str]:
    """A duty says what it falls on and how much; a listed rate needs a list."""
    for m in ledger.measures.values():
        if m.instrument not in DUTY_INSTRUMENTS or m.status == "threatened":
            continue
        if m.scope.empty and m.content_scope.empty:
            yield f"{m.origin}: {m.id} names no products. Write `products: all` or a list."
        if m.rate.kind == "none" and not m.specific:
            yield f"{m.origin}: {m.id} has neither `rate` nor `specific`. Add what is levied."
        if m.rate.kind == "listed" and not m.scope.lists:
            yield f"{m.origin}: {m.id} has `rate: listed` but no product list. Name the list."


def truces_name_measures_inside_their_life(ledger: Ledger) -> Iterator[str]:
    """A truce's acts exist, are suspensions, and do not outlive or precede it wrongly."""
    for truce in ledger.truces.values():
        names = [*truce.measures, *truce.removed]
        names += [r for back in truce.after.announced for r in back.reinstates]
        for name in names:
            if name not in ledger.measures:
                near = difflib.get_close_matches(name, list(ledger.measures), 1)
                hint = f' Did you mean "{near[0]}"?' if near else ""
                yield (
                    f'{truce.origin}: the truce {truce.id} names "{name}", which is not in '
                    f"measures/.{hint} A truce may only name measures recorded there."
                )
        if truce.extends and truce.extends not in ledger.truces:
            yield (
                f'{truce.origin}: the truce {truce.id} extends "{truce.extends}", which is not '
                "in truces/. Record that truce first."
            )
        if truce.until and truce.until <= truce.start:
            yield f"{truce.origin}: the truce {truce.id} ends before it starts. Correct a date."


def truces_end_with_their_acts(ledger: Ledger) -> Iterator[str]:
    """No act of a truce is over before the truce is."""
    for truce in ledger.truces.values():
        acts = [ledger.measures[n] for n in truce.measures if n in ledger.measures]
        for m in acts:
            if truce.until and m.until and m.until.date() < truce.until.date():
                yield (
                    f"{truce.origin}: the truce {truce.id} runs to {truce.until.isoformat()}, its "
                    f"act {m.id} only to {m.until.isoformat()} ({m.origin}). Correct one of the "
                    "two, or name the act that goes on."
                )
        ends = [m.until for m in acts if m.until]
        if truce.until and ends and len(ends) == len(acts) and truce.until < min(ends) - ONE_DAY:
            yield (
                f"{truce.origin}: the truce {truce.id} ends {truce.until.isoformat()}, before any "
                f"of its acts does ({min(ends).isoformat()}). Correct one of the two."
            )


def interactions_name_known_families(ledger: Ledger) -> Iterator[str]:
    """Rules of stacking speak of families and measures that exist."""
    known = {m.family for m in ledger.measures.values() if m.family} | set(ledger.measures)
    for origin, rule in _placed(ledger, "interactions", ledger.interactions):
        for name in (*rule.when, *rule.drops, *((rule.family,) if rule.family else ())):
            if name.removeprefix(FAMILY) not in known:
                yield (
                    f'{origin}: the rule {rule.id} names "{name}", which is neither a '
                    "family nor a measure of the record. Correct the name."
                )


def deadlines_name_existing_measures(ledger: Ledger) -> Iterator[str]:
    """What a deadline touches is in the record, and so is the deadline that takes its place."""
    known = [*ledger.measures, *ledger.truces]
    every = [d.id for d in ledger.deadlines]
    for origin, d in _placed(ledger, "deadlines", ledger.deadlines):
        acts = [(name, known) for name in (*d.measures, d.truce) if name]
        later = [(d.superseded_by, every)] if d.superseded_by else []
        for name, names in (*acts, *later):
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                hint = f'Did you mean "{near[0]}"?' if near else "Correct the name."
                yield f'{origin}: {d.id} names "{name}", which is not recorded. {hint}'


def parties_name_existing_measures(ledger: Ledger) -> Iterator[str]:
    """A listed party points at listings of the record."""
    for origin, party in _placed(ledger, "parties", ledger.parties):
        for name in party.measures:
            if name not in ledger.measures:
                yield (
                    f'{origin}: {party.name} names "{name}", which is not in measures/. '
                    "Correct the name, or record that listing."
                )


def caveats_name_what_is_recorded(ledger: Ledger) -> Iterator[str]:
    """A known hole is told of places, lists and measures of the record."""
    places = (ALL, *ledger.places.by_code, *ledger.places.groups)
    yield from caveat_faults(ledger.caveats, ledger.measures, ledger.lists, places)


def _placed(ledger: Ledger, kind: str, rows: Sequence[RowT]) -> Iterator[tuple[str, RowT]]:
    """Rows with the file and line where each stands."""
    return zip(ledger.origins[kind], rows, strict=True) if rows else iter(())


def _unknown(m: Measure, noun: str, name: str, known: Iterable[str | None]) -> str:
    near = difflib.get_close_matches(name, [k for k in known if k], 1)
    hint = f'Did you mean "{near[0]}"?' if near else "Add it, or correct the name."
    return f'{m.origin}: {m.id} names the {noun} "{name}", which is not in the record. {hint}'


CHECKS: tuple[Callable[[Ledger], Iterator[str]], ...] = (
    measures_name_known_places,
    measures_end_after_they_start,
    measures_start_unless_threatened,
    relations_name_existing_measures,
    sources_name_existing_documents,
    scopes_name_existing_lists,
    duties_have_products_and_a_rate,
    truces_name_measures_inside_their_life,
    truces_end_with_their_acts,
    interactions_name_known_families,
    deadlines_name_existing_measures,
    parties_name_existing_measures,
    caveats_name_what_is_recorded,
)
