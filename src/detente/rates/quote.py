"""The rate on one product, with its parts: what a customs form would show, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from detente.errors import CoverageError, InputError
from detente.ledger.caveats import Caveat, told
from detente.ledger.ledger import FAMILY, Ledger
from detente.ledger.measures import Source, percent
from detente.ledger.values import parse_code
from detente.rates.asides import Aside, asides_of, excepted
from detente.rates.nomenclature import Lines, leaves, named_lines, schedule_codes
from detente.rates.products import Products
from detente.rates.rows import duties_aimed
from detente.rates.stack import MFN, Stack, State, stack_duties


@dataclass(frozen=True, slots=True)
class Layer:
    """One duty in the total. `rate` is levied on `share` of value; both are fractions."""

    measure: str
    title: str
    instrument: str
    family: str | None
    rate: float
    share: float
    source: tuple[Source, ...]
    estimated: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """The stacked rate on one product; `rate` is a fraction of customs value.

    low, high, lines   range over the lines within a code shorter than the tariff line
    suspended          rows set aside by a truce, with the rate that would come back
    excluded           rows that give way to others, ended, exempt or conditional
    caveats            ids of known holes of the record that touch the rate; told in the notes
    """

    importer: str
    exporter: str
    product: str
    on: datetime
    as_known: date
    rate: float
    low: float
    high: float
    lines: int
    layers: tuple[Layer, ...]
    suspended: tuple[Aside, ...]
    excluded: tuple[Aside, ...]
    notes: tuple[str, ...]
    caveats: tuple[str, ...] = ()


def quote_rate(
    ledger: Ledger,
    importer: str,
    exporter: str,
    product: str,
    on: date | datetime,
    as_known: date | None = None,
) -> Quote:
    """The total rate and its layers for one flow on one day, as known on another.

    Raises InputError for unknown places or codes, CoverageError outside the record.
    """
    code = _code(product)
    buyer, seller = ledger.places.find(importer), ledger.places.find(exporter)
    known = as_known or ledger.coverage.last
    day = on.date() if isinstance(on, datetime) else on
    ledger.check_covered(day)
    if buyer == seller:
        raise InputError(f"{buyer} is both importer and exporter. Name two different countries.")
    at = ledger.instant(on, buyer)
    lines = leaves(ledger, buyer, seller, code)
    if lines.codes == (code,) and not schedule_codes(ledger, buyer):
        lines = named_lines(code, duties_aimed(ledger, buyer, seller, at, known), ledger)
    stack = stack_duties(_products(ledger, lines.codes), buyer, seller, at, known)
    if not any(m.is_duty for m in stack.rows):
        raise CoverageError(_nothing(stack, code, as_known))
    return _quote(stack, code, lines, known)


def _nothing(stack: Stack, code: str, as_known: date | None) -> str:
    """Why no rate can be told where no duty touches the goods."""
    ledger, day = stack.products.ledger, stack.at.date()
    buyer, seller = (ledger.places.name(side) for side in (stack.importer, stack.exporter))
    aimed = duties_aimed(ledger, stack.importer, stack.exporter, stack.at, stack.as_known)
    if aimed:
        names = ", ".join(m.id for m in aimed[:NAMED]) + (" ..." if len(aimed) > NAMED else "")
        return (
            f"The record holds no duty of {buyer} on {code} from {seller} on {day}, only on other "
            f"goods ({names}). What {code} pays is unknown, not zero. Look at the rows with "
            "`detente ledger explain`."
        )
    sides = sorted({m.imposer for m in ledger.known(stack.as_known) if m.is_duty})
    return (
        f"The record holds no duties of {buyer} on goods from {seller} on {day}. That is unknown, "
        f"not zero. Recorded importers{f' as known on {as_known}' if as_known else ''}: "
        f"{', '.join(sides) or 'none'}."
    )


NAMED = 4  # rows named in a refusal
KEPT = 256  # sets of products whose list matches are kept between questions
_kept: dict[tuple[str, tuple[str, ...]], Products] = {}


def _products(ledger: Ledger, codes: tuple[str, ...]) -> Products:
    """Products with their list matches, kept by the record's fingerprint and the codes."""
    key = (ledger.digest, codes)
    if key not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = Products(ledger, codes)
    return _kept[key]


def _code(product: str) -> str:
    try:
        return parse_code(product)
    except ValueError as error:
        raise InputError(str(error)) from None


def _quote(stack: Stack, code: str, lines: Lines, known: date) -> Quote:
    weights = lines.weights
    totals = stack.total
    certain = ~np.isnan(totals)
    share = np.where(certain, weights, 0.0)
    mean = float((np.nan_to_num(totals) * share).sum() / share.sum()) if share.sum() else np.nan
    typical = _typical(stack, weights)
    caveats = tuple(_caveats(stack))
    asides = (*asides_of(stack, typical), *excepted(stack, typical))
    return Quote(
        importer=stack.importer,
        exporter=stack.exporter,
        product=code,
        on=stack.at,
        as_known=known,
        rate=mean,
        low=float(np.nanmin(totals)) if certain.any() else float("nan"),
        high=float(np.nanmax(totals)) if certain.any() else float("nan"),
        lines=stack.products.size,
        layers=tuple(_layers(stack, weights)),
        suspended=tuple(a for a in asides if a.reason == "suspended"),
        excluded=tuple(a for a in asides if a.reason != "suspended"),
        notes=(
            *_renamed(code, stack.importer, lines),
            *(_named(stack, code) if lines.named else _covered(stack, typical, lines.split)),
            *_notes(stack, certain),
            *_bans(stack),
            *(told(c) for c in caveats),
            *_overturned(stack),
        ),
        caveats=tuple(c.id for c in caveats),
    )


def _caveats(stack: Stack) -> Iterator[Caveat]:
    """Known holes of the record that touch the flow, one of these goods and a duty levied."""
    day, known = stack.at.date(), stack.as_known
    levied = {
        m.id for m, part in zip(stack.rows, stack.layers(), strict=True) if np.nansum(part) > 0
    }
    flow = (stack.importer, stack.exporter)
    for c in stack.products.ledger.caveats_on(flow, (stack.at, stack.at), known):
        touched = not c.measures or levied.intersection(c.measures)
        if touched and stack.products.covered(c.scope, day, known).any():
            yield c


def _renamed(code: str, importer: str, lines: Lines) -> Iterator[str]:
    """A code that the tariff held does not know, and what stands for it."""
    if lines.instead:
        same = lines.instead == (code[:6],)
        yield (
            f"{code} is a line of another year: the tariff of {importer} held here does not have "
            f"it. The lines of {' and '.join(lines.instead)} stand for it"
            + ("." if same else ", by the revisions of the Harmonized System.")
            + (" Look at the range rather than the mean." if len(lines.codes) > 1 else "")
        )


def _typical(stack: Stack, weights: np.ndarray) -> int:
    """The line with the largest weight: the one whose reasons are told."""
    return int(np.argmax(weights))


def _layers(stack: Stack, weights: np.ndarray) -> Iterator[Layer]:
    parts = stack.layers()
    missing = np.isnan(parts)
    known = np.where(missing, 0.0, parts)
    live = (stack.state == State.APPLIES) | (stack.state == State.SUSPENDED)
    levied = (missing | (known != 0)).any(axis=1)
    applies = live.any(axis=1)
    total = weights.sum()
    for i, m in enumerate(stack.rows):
        if not m.is_duty or not applies[i] or not (levied[i] or m.family == MFN):
            continue
        weight = np.where(live[i], weights, 0.0)
        value = float((known[i] * weight).sum() / total)
        share = float((stack.share[i] * weight).sum() / total)
        unknown = bool(missing[i][live[i]].all())
        yield Layer(
            measure=m.id,
            title=m.title,
            instrument=m.instrument,
            family=m.family,
            rate=float("nan") if unknown else value,
            share=share,
            source=m.source,
            estimated=m.family == MFN and bool(stack.estimated.any()),
        )


def _named(stack: Stack, code: str) -> Iterator[str]:
    """What a code stands for where only the lists of the duties tell what is inside it."""
    sums = np.nansum(stack.layers(), axis=0)
    low, high = (percent(round(float(x), 6)) for x in (sums.min(), sums.max()))
    span = low if low == high else f"{low} to {high}"
    name = stack.products.ledger.places.name(stack.importer)
    count = stack.products.size
    yield (
        f"The record holds no tariff schedule of {name}; {code} is answered from the "
        f"{f'{count} codes' if count > 1 else 'one code'} within it that the duties of the day "
        f"name. There the layers come to {span}; each shown is a plain mean. Goods "
        f"of {code} that no list names pay none of them."
    )


def _covered(stack: Stack, p: int, split: int) -> Iterator[str]:
    """How many tariff lines a code stands for, and what is known of their trade."""
    if stack.products.size > 1:
        yield (
            f"The code covers {stack.products.size} tariff lines; the rate is their mean by trade, "
            f"the reasons are those of {stack.products.codes[p]}, the largest."
        )
    if split:
        yield (
            f"For {split} of them trade is known only at eight digits; it is split evenly, so look "
            "at the range rather than the mean."
        )


def _notes(stack: Stack, certain: np.ndarray) -> Iterator[str]:
    if not stack.based.all():
        yield (
            f"The record holds no MFN duty of {stack.importer} for {int((~stack.based).sum())} of "
            f"{certain.size} lines; their total is unknown, not the sum of the layers shown."
        )
    if not certain[stack.based].all():
        yield (
            f"{int((~certain & stack.based).sum())} of {certain.size} lines carry a specific duty "
            "without a known ad valorem equivalent; they are left out, not counted as zero."
        )
    if stack.estimated.any():
        yield (
            "The MFN duty is specific; an ad valorem equivalent worked out from customs data "
            "stands for it."
        )
    for m in stack.rows:
        if m.is_duty and m.rate.kind == "none" and m.specific:
            yield f"{m.id} is levied as {m.specific}, not by value; it is not in the rate."


def _bans(stack: Stack) -> Iterator[str]:
    """Import bans in force on the goods: a rate says nothing of goods that may not enter."""
    ledger, at, known = stack.products.ledger, stack.at, stack.as_known
    for m in ledger.besides.get(stack.importer, ()):
        if m.instrument == "import_ban" and m.announced <= known:
            aimed = m.runs(at, known) and ledger.applies(m, stack.exporter, at.date())
            if aimed and stack.products.covered(m.scope, at.date(), known).any():
                yield f"{m.id} stands beside the duty: {m.title}."


def _overturned(stack: Stack) -> Iterator[str]:
    """A court ruling that ends layers still levied: the event itself takes no duty away."""
    ledger = stack.products.ledger
    levied = [m for m, part in zip(stack.rows, stack.layers(), strict=True) if part.any()]
    for ruling in ledger.besides.get(stack.importer, ()):
        if ruling.status != "event" or ruling.announced > stack.as_known:
            continue
        ended = ruling.ends
        fallen = [m.id for e in ended for m in levied if e in (m.id, f"{FAMILY}{m.family}")]
        if fallen:
            collected = ruling.started(stack.at)
            yield (
                f"{ruling.id}, {ruling.announced}, found no ground in law for {', '.join(fallen)}: "
                f"{'still collected on this day' if collected else 'shown as charged'}. What was "
                "paid is a question of refunds."
            )
