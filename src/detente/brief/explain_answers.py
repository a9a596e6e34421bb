"""Walk figures of power, deals and odds back: facts of cards, draws, runs, counted cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.brief.answering import HORIZON, pending_odds
from detente.brief.answering import deals as deal_note
from detente.brief.answering import power as power_note
from detente.brief.chain import Found, Step, choose, documents, facts, rates_down, run
from detente.brief.setting import Setting
from detente.errors import InputError
from detente.forecast import Odds, read_cases, settled_by
from detente.forecast.classes import settings as odds_settings
from detente.leverage.settings import settings as leverage_settings
from detente.leverage.table import duty_played, known_cards
from detente.outlook import Points, Solved
from detente.rates.applied import Applier
from detente.rates.average import Average, average_duty
from detente.talks.bargains import bargains_known
from detente.talks.items import ItemRow, conceded, items_known
from detente.worlds import World

LOSSES = ("target", "sender", "days_to_bite", "half_life")


def power(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """A card's loss, when it bites, how fast it fades; or a point of the shortage curve."""
    points = _points(setting, world)
    note = power_note(points)
    if note is None:
        raise InputError(f"No card between the two sides was known on {setting.as_known}.")
    if rest[0] == "curve":
        return _on_curve(setting, ".".join(rest[1:]), points)
    played = {c.id: c for c in note.cards}
    card = played[choose(rest[0], played, "card")]
    field = choose(rest[1], LOSSES, "figure of a card")
    loss = getattr(card, field)
    value = loss.mid if field in ("target", "sender") else loss
    says = {
        "target": f"loss to {card.against}, USD bn a year over {HORIZON}: {card.title}",
        "sender": f"loss to {card.holder} itself, USD bn a year over {HORIZON}: {card.title}",
        "days_to_bite": f"days until the loss begins: {card.title}",
        "half_life": f"years from the peak until half of the loss is gone: {card.title}",
    }[field]
    return value, says, list(_card_steps(setting, points, card.id))


def _card_steps(setting: Setting, points: Points, name: str) -> Iterator[Step]:
    """The facts of a card as known, the draws, and the run of the model where it is asked."""
    card = next(c for c in known_cards(setting.parties, setting.as_known) if c.id == name)
    yield facts(f"Loss to the target, {card.against}", card.target)
    yield facts(f"Loss to the holder, {card.holder}", card.sender)
    if card.target.model == "duty":
        point = duty_played(points, card, card.target.range("points")[1])
        yield run(point)
        yield from rates_down(setting, _averages(setting, point), point.ledger)
        return
    using = leverage_settings()
    lines = f"{using.draws} draws from the ranges, seed {using.seed}; band {using.band:.0%}"
    yield Step("Draws", (lines, "the middle is the card at the middle of every range"))


def _on_curve(setting: Setting, name: str, points: Points) -> Found:
    note = power_note(points)
    curve = note.curve if note else None
    if note is None or curve is None or note.short is None:
        raise InputError(f"No card with a shortage was known on {setting.as_known}.")
    values = {f"{s:g}": v for s, v in zip(curve.elasticity, curve.loss, strict=True)}
    values |= {"hulten": curve.hulten, "leontief": curve.leontief}
    at = choose(name, values, "point of the shortage curve")
    says = (
        f"loss of the users' output with {curve.left:.0%} of the input left at {at}:"
        f" {note.short_title}"
    )
    formula = (
        f"cost share a = {curve.cost_share:g}, left x = {curve.left:g}",
        "Y/Y0 = [(1-a) + a x^((s-1)/s)]^(s/(s-1)); Hulten x^a, Leontief x",
    )
    steps = [Step("Formula", formula), *_card_steps(setting, points, note.short)]
    return values[at], says, steps


def deals(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """The worth of a concession to a side, or a figure of a package."""
    points = _points(setting, world)
    note = deal_note(points)
    if note is None:
        raise InputError(f"Nothing was on the table between the two sides on {setting.as_known}.")
    rows = {r.id: r for r in items_known(setting.parties, setting.as_known)}
    packages = {f"package-{k}": p for k, p in enumerate(note.packages, start=1)}
    items = {c.id: c for c in note.concessions}
    name = choose(rest[0], (*items, *packages), "concession or package")
    if name in items:
        side = choose(rest[1], setting.parties, "side")
        item = items[name]
        worth = (item.first, item.second)[setting.parties.index(side)]
        steps = [*_item_steps(setting, points, rows[name]), *_bargain_steps(setting)]
        return worth[1], f"worth to {side} against today, USD bn a year: {item.title}", steps
    package = packages[name]
    field = choose(rest[1], (*setting.parties, "in_zone", "efficient"), "figure of a package")
    steps = [s for i in package.items for s in _item_steps(setting, points, rows[i])]
    steps += _bargain_steps(setting)
    told = ", ".join(package.items)
    if field in setting.parties:
        gain = package.gain[setting.parties.index(field)]
        return gain[1], f"gain of {field} over going on as today: {told}", steps
    says = {"in_zone": "in which both take it", "efficient": "in which none beats it"}[field]
    return getattr(package, field), f"share of the draws {says}: {told}", steps


def _item_steps(setting: Setting, points: Points, row: ItemRow) -> Iterator[Step]:
    low, middle, high = row.keeping
    lines = [
        f"on the table since {row.known_on}",
        f"keeping it is worth {middle:g} ({low:g} to {high:g}) USD bn a year to {row.by}:"
        " a judgement",
    ]
    if row.asked:
        low, middle, high = row.asked
        lines.append(f"asked for, worth {middle:g} ({low:g} to {high:g}): a judgement")
    if row.scenario:
        changes = "; ".join(str(c.model_dump(exclude_none=True)) for c in row.scenario)
        lines.append(f"solved by the trade model, part {row.part:g} of: {changes}")
    yield Step(f"Concession: {row.title}", tuple(lines))
    if row.card:
        yield from _card_steps(setting, points, row.card)
    if row.scenario:
        point = conceded(points, row)
        yield run(point)
        yield from rates_down(setting, _averages(setting, point), point.ledger)


def _averages(setting: Setting, point: Solved) -> list[Average]:
    at = setting.scenario_at
    flows = (flow.over(point.ledger) for flow in setting.flows)
    return [average_duty(flow, at, setting.as_known) for flow in flows]


def _bargain_steps(setting: Setting) -> list[Step]:
    """The bargains that narrow the ranges, and their documents."""
    struck = bargains_known(setting.parties, setting.as_known)
    if not struck:
        return []
    lines = tuple(f"{b.title}, known on {b.known_on}: both preferred it to none" for b in struck)
    return [
        Step("Bargains that narrow the ranges", lines),
        documents(setting.ledger, (b.document for b in struck)),
    ]


def odds(setting: Setting, world: World, rest: Sequence[str]) -> Found:
    """A probability of the next deadline, an end of its band, or the pooled share."""
    found = pending_odds(setting)
    if found is None:
        raise InputError(f"No deadline between the two sides was pending on {setting.on}.")
    outcome = choose(rest[0], found.outcomes, "outcome")
    field = choose(rest[1], ("p", "low", "high", "pooled"), "figure of an outcome")
    chance = found.outcomes[outcome]
    value = found.pooled[outcome] if field == "pooled" else getattr(chance, field)
    says = f"{field} of {outcome}: {found.question.text}"
    return value, says, [*_counted(setting, found), _deadline(setting, found)]


def _counted(setting: Setting, found: Odds) -> Iterator[Step]:
    using = odds_settings()
    name = found.question.reference_class.id
    cases = [c for c in settled_by(read_cases(), setting.on) if c.reference_class == name]
    yield Step(
        "Model",
        (
            "p = (counts of the class + m pooled share) / (n of the class + m), "
            f"m = {using.shrinkage:g}; a partial outcome counts half extended, half lapsed",
            f"band {using.band:.0%} by resampling clusters, {using.draws} draws, seed {using.seed}",
            f"n = {found.n} of {found.n_all} deadlines settled by {setting.on}",
        ),
    )
    yield Step(
        f"Cases: {found.question.reference_class.title}",
        tuple(f"{c.id} due {c.due}, {c.outcome}: {c.title} [{c.read}] {c.source}" for c in cases),
    )


def _deadline(setting: Setting, found: Odds) -> Step:
    row = next((d for d in setting.ledger.deadlines if d.id == found.question.id), None)
    return documents(setting.ledger, (s.document for s in row.source) if row else ())


def _points(setting: Setting, world: World) -> Points:
    return Points(setting.scene, Applier(setting.ledger, world))
