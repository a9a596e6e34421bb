"""Build the leverage table: every card of both sides, dependence, cut-offs, secondary duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from detente.errors import CoverageError
from detente.ledger import Ledger
from detente.leverage.cards import Card, Loss, cards_known
from detente.leverage.cut_off import GlobalLicence, cut_off, global_licence
from detente.leverage.dependence import (
    Dependence,
    dependences,
    dominated_lines,
    import_table,
    table_year,
)
from detente.leverage.indicators import Flagged, flagged
from detente.leverage.licences import months as licensed_months
from detente.leverage.licences import price_wedge
from detente.leverage.look_through import reliance, sector_reliance
from detente.leverage.losses import (
    MONTHS,
    Estimate,
    estimate,
    half_life,
    over_horizon,
    rate,
    time_to_bite,
)
from detente.leverage.observed import supplies
from detente.leverage.power import power
from detente.leverage.result import Leverage, Played, Sides, Sums
from detente.leverage.secondary import added_duty, secondary_duties
from detente.leverage.settings import months_of, settings
from detente.leverage.shortage import Curve, curve
from detente.outlook import Points, Solved, payoffs, pose, set_scene
from detente.rates.applied import Applier
from detente.worlds import World

ELASTICITIES = (0.03, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
SECTORS_SHOWN = 5


def leverage(  # noqa: PLR0913 - the question of a table has this many words
    ledger: Ledger,
    world: World,
    one: str,
    other: str,
    on: date,
    *,
    horizon: str = "1y",
    as_known: date | None = None,
) -> Leverage:
    """Who can hurt whom between two sides on a day, over a horizon, as known then.

    Raises InputError, CoverageError, NoEquilibrium.
    """
    months_of(horizon)
    scene = set_scene(ledger, one, other, on, as_known)
    points = Points(scene, Applier(ledger, world))
    return _assembled(points, horizon, played(points, horizon))


def played(points: Points, horizon: str) -> tuple[Played, ...]:
    """Every card of both sides if it is played, the first side's first, the strongest first.

    Raises InputError for a horizon that is none, CoverageError where no card was known.
    """
    scene, months = points.scene, months_of(horizon)
    cards = (play(points, c, months) for c in known_cards(scene.parties, scene.as_known))
    return tuple(sorted(cards, key=lambda c: (scene.parties.index(c.holder), -c.target.mid)))


def _assembled(points: Points, horizon: str, cards: Sequence[Played]) -> Leverage:
    scene, world, months = points.scene, points.applier.world, months_of(horizon)
    parties, day = scene.parties, scene.as_known
    pairs = (parties, (parties[1], parties[0]))
    products = tuple(d for pair in pairs for d in _dependence(*pair, day))
    return Leverage(
        parties=parties,
        on=scene.on,
        as_known=day,
        horizon=horizon,
        cards=tuple(cards),
        sums=tuple(_sums(side, parties, cards, months, day) for side in parties),
        curve=curve_of(short.target) if (short := shortest(parties, day)) else None,
        licence=tuple(m for target in parties for m in licensed_months(target, day)),
        wedge=price_wedge(day),
        dependence=products,
        indicators=tuple(_indicators(parties, day)),
        supplies=supplies(parties, day),
        lines=dominated_lines(*parties) if _has_table(parties[0]) else None,
        reliance=tuple(_sides(world, buyer, source) for buyer, source in pairs),
        power=tuple(power(points.today.equilibrium, *pair, horizon) for pair in pairs),
        cut_offs=tuple(
            cut_off(points.today.equilibrium, sender, target) for sender, target in pairs
        ),
        licences=tuple(_licences(points, pairs)),
        secondary=secondary_duties(points, day),
        world=world.id,
        world_year=world.year,
    )


def known_cards(parties: Sequence[str], day: date) -> tuple[Card, ...]:
    """The cards the two sides held against each other, as known on a day.

    Raises CoverageError where none was known.
    """
    found = tuple(c for c in cards_known(day) if {c.holder, c.against} == set(parties))
    if not found:
        raise CoverageError(
            f"No card between {' and '.join(parties)} was known on {day}. Cards are rows of "
            "data/leverage; add some, with ranges and the day they were known."
        )
    return found


def play(points: Points, card: Card, months: int) -> Played:
    """A card if it is played: both losses over a horizon."""
    target, sender = losses(points, card, months)
    model = card.target.model == "duty"
    facts = (*card.target.facts.values(), *card.sender.facts.values())
    return Played(
        id=card.id,
        title=card.title,
        holder=card.holder,
        against=card.against,
        target=target,
        sender=sender,
        days_to_bite=time_to_bite(card.target),
        half_life=half_life(card.target, f"{card.id} target"),
        basis="model" if model else "drawn",
        judged=card.judged,
        assumed=card.assumed,
        instead_of=card.instead_of,
        note=card.note,
        known_on=card.known_on,
        sources=tuple(dict.fromkeys(f.source for f in facts)),
    )


def losses(points: Points, card: Card, months: int) -> tuple[Estimate, Estimate]:
    """Loss to target and to holder, USD bn a year on average over the horizon."""
    if card.target.model == "duty":
        return duty_losses(points, card)
    return (
        estimate(over_horizon(card.target, f"{card.id} target", months)),
        estimate(over_horizon(card.sender, f"{card.id} sender", months)),
    )


def duty_losses(points: Points, card: Card) -> tuple[Estimate, Estimate]:
    """A duty card through the trade model, at each end of its range of points."""
    found: list[tuple[float, float]] = []
    for value in dict.fromkeys(card.target.range("points")):
        new = duty_played(points, card, value).equilibrium
        by = {p.party: -(p.usd_bn or 0.0) for p in payoffs(points, new)}
        found.append((by[card.against], by[card.holder]))
    return _spread([f[0] for f in found]), _spread([f[1] for f in found])


def duty_played(points: Points, card: Card, value: float) -> Solved:
    """The record with so much more duty on the target, solved."""
    scenario = added_duty(
        f"card-{card.id}",
        card.holder,
        card.against,
        f"{value:.4f}",
        points.scene.parties,
        f"card_{card.id.replace('-', '_')}",
    )
    return points.solve(pose(points.scene, scenario))


def _spread(values: Sequence[float]) -> Estimate:
    return Estimate(min(values), values[len(values) // 2], max(values))


def counted(card: Played | Card) -> bool:
    """True where a card's loss may be added up: no judgement, no stronger form of another."""
    return not card.judged and card.instead_of is None


def _sums(
    holder: str, parties: Sequence[str], cards: Sequence[Played], months: int, day: date
) -> Sums:
    mine = [c for c in cards if c.holder == holder and counted(c)]
    end = np.array([[months / MONTHS, months / MONTHS + 1]])
    drift = 0.0
    for card in known_cards(parties, day):
        if card.holder == holder and counted(card) and card.target.model != "duty":
            now, later = rate(card.target, f"{card.id} target", end)[0]
            drift += float(later - now)
    return Sums(holder, sum(c.target.mid for c in mine), sum(c.sender.mid for c in mine), drift)


def shortest(parties: Sequence[str], day: date) -> Card | None:
    """The card that needs the shortage curve most: the one with the most users, or none."""
    short = [c for c in known_cards(parties, day) if c.target.model == "shortage" and counted(c)]
    return max(short, key=lambda c: c.target.range("users_usd_bn")[1], default=None)


def curve_of(loss: Loss) -> Curve:
    """The shortage curve of a loss, at the middle of its ranges."""
    return curve(loss.range("cost_share")[1], loss.range("left")[1], ELASTICITIES)


def _has_table(importer: str) -> bool:
    try:
        import_table(importer)
    except CoverageError:
        return False
    return True


def _dependence(importer: str, exporter: str, day: date) -> tuple[Dependence, ...]:
    return dependences(importer, exporter, day) if _has_table(importer) else ()


def _indicators(parties: tuple[str, str], day: date) -> Iterator[Flagged]:
    for importer, exporter in (parties, (parties[1], parties[0])):
        products = _dependence(importer, exporter, day)
        if products:
            yield from flagged(importer, products, table_year(importer))


def _licences(points: Points, pairs: Sequence[tuple[str, str]]) -> Iterator[GlobalLicence]:
    """A licence to the world of the good that the other side leans on most, looked through."""
    start, world = points.today.equilibrium, points.applier.world
    for holder, other in pairs:
        through = np.where(world.goods, sector_reliance(world, other, holder), -1.0)
        sector = world.sectors[int(np.argmax(through))]
        left = settings().licence_left
        yield global_licence(start, holder, other, sector, left)


def _sides(world: World, buyer: str, source: str) -> Sides:
    found = reliance(world, buyer, source)
    order: list[int] = np.argsort(-found.through)[:SECTORS_SHOWN].tolist()
    return Sides(
        buyer=buyer,
        source=source,
        face=found.share_face,
        through=found.share_through,
        top=tuple(
            (world.sector_names[k], float(found.face[k]), float(found.through[k])) for k in order
        ),
    )
