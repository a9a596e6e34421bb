"""Charts of power, deals and odds: for the page, and each as one SVG that stands by itself."""

from __future__ import annotations

from detente.brief import power_plots
from detente.brief.answers import Deals, OddsNote
from detente.brief.brief import Brief
from detente.brief.drawing import svg
from detente.brief.figures import Chart, chart
from detente.brief.marks import NARROW, Spec
from detente.brief.power_plots import Mark
from detente.brief.power_tables import THREATS, letters
from detente.brief.words import day, joined, money, percent
from detente.forecast import Odds
from detente.leverage import Leverage, Played
from detente.leverage.shortage import Curve
from detente.talks import Talks

WIDTH, TALL, SLIM, FLAT = 640, 360, 430, 120


def power_charts(brief: Brief) -> tuple[Chart | None, ...]:
    """The charts of the page: who hurts whom, the shortage curve, the deal map, the odds."""
    return (_hurts(brief), _shortage(brief), _deals(brief), _odds(brief))


def _hurts(brief: Brief) -> Chart | None:
    if brief.power is None:
        return None
    cards = brief.power.cards
    parties = dict(zip(brief.parties, brief.names, strict=True))
    return chart(
        "who-hurts-whom",
        "Who hurts whom",
        "A dot a card: what it costs the target, and what it costs the side that plays it. On the"
        " line both lose alike. Scales of powers of ten; at the"
        " edge, 0.01 or less.",
        _losses(cards),
        f"Cards as known on {day(brief.as_known)}; duties on {brief.world_title}.",
        lambda width: power_plots.scatter(
            cards, parties, (width, TALL if width >= NARROW else SLIM)
        ),
    )


def _shortage(brief: Brief) -> Chart | None:
    if brief.power is None or brief.power.curve is None:
        return None
    curve = brief.power.curve
    return chart(
        "shortage-curve",
        f"A curve, not a number: {brief.power.short_title}",
        f"Loss of the users’ output with {percent(curve.left, 0)} of the input left, by how easily"
        " other inputs replace it.",
        _curved(curve),
        f"Middles of the card’s ranges, as known on {day(brief.as_known)}.",
        lambda width: power_plots.shortage(curve, (width, TALL * 2 // 3)),
    )


def _deals(brief: Brief) -> Chart | None:
    deals = brief.deals
    if deals is None or not deals.dots:
        return None
    marks = [Mark(THREATS.get(t.id, t.id), *t.worth) for t in deals.threats]
    return chart(
        "deal-map",
        "The deal map",
        "A dot a package of concessions, by worth to both. Blue: both prefer it to going on as"
        " today. Orange: efficient, nothing is better for both. Crosses: without a deal.",
        _mapped(deals),
        "Medians of the draws from the ranges. Worth in the model and by judgement, not law.",
        lambda width: power_plots.deal_map(deals.dots, marks, brief.names, (width, TALL)),
    )


def _odds(brief: Brief) -> Chart | None:
    note = brief.odds
    if note is None:
        return None
    rows = [(o.outcome, o.chance.p, o.chance.low, o.chance.high, o.pooled) for o in note.outcomes]
    return chart(
        "odds",
        "How the deadline may end",
        f"Probability with its {percent(note.mass, 0)} band; the tick is the share over all settled"
        " deadlines.",
        _chances(note),
        f"{note.n} settled deadlines of the class, {note.n_all} in all.",
        lambda width: power_plots.odds_bars(rows, (width, FLAT)),
    )


def who_hurts_whom(found: Leverage) -> str:
    """The scatter of a leverage table."""
    parties = {code: code for code in found.parties}
    spec = power_plots.scatter(found.cards, parties, (WIDTH, TALL))
    title = f"Who hurts whom, over {found.horizon}, as known on {found.as_known}"
    return _alone(spec, "hurts", title, _losses(found.cards))


def shortage_curve(curve: Curve) -> str:
    """The shortage curve between its bounds."""
    title = f"A shortage with {curve.left:.0%} of the input left"
    spec = power_plots.shortage(curve, (WIDTH, TALL))
    return _alone(spec, "shortage", title, _curved(curve))


def deal_map(found: Talks) -> str:
    """The packages of a deal table by worth to both sides."""
    marks = [Mark("today", 0.0, 0.0)]
    if any(found.threat_worth):
        marks.append(Mark(THREATS.get(found.threat, found.threat), *found.threat_worth))
    else:
        marks = [Mark(THREATS.get(found.threat, found.threat), 0.0, 0.0)]
    spec = power_plots.deal_map(found.dots, marks, found.parties, (WIDTH, TALL))
    title = f"Packages both sides would take, as known on {found.as_known}"
    told = "; ".join(
        f"{', '.join(p.items)}: {p.gain[0][1]:.1f}, {p.gain[1][1]:.1f}" for p in found.packages
    )
    return _alone(spec, "deals", title, told)


def odds_chart(found: Odds) -> str:
    """Probability of each outcome with its band, and the pooled share as a tick."""
    rows = [(k, c.p, c.low, c.high, found.pooled[k]) for k, c in found.outcomes.items()]
    title = f"{found.question.title}: odds as known on {found.as_known}"
    told = "; ".join(f"{k} {p:.2f} ({low:.2f} to {high:.2f})" for k, p, low, high, _ in rows)
    return _alone(power_plots.odds_bars(rows, (WIDTH, FLAT)), "odds", title, told)


def _alone(spec: Spec, name: str, title: str, told: str) -> str:
    below = spec.get("title", {}).get("text", [])
    shown = spec | {"title": {"text": title, "subtitle": below}}
    return svg(shown, f"{name}-wide", title, told, standalone=True)


def _losses(cards: tuple[Played, ...]) -> str:
    told = (f"{c.id}: {money(c.target.mid)}, {money(c.sender.mid)}" for c in cards)
    return f"Loss to target and to holder, USD bn a year. {'; '.join(told)}."


def _curved(curve: Curve) -> str:
    ends = (curve.elasticity[0], curve.elasticity[-1])
    return (
        f"From {percent(curve.loss[0])} at an elasticity of {ends[0]:g} to"
        f" {percent(curve.loss[-1], 2)} at {ends[1]:g}; {percent(curve.hulten, 2)} to first order,"
        f" {percent(curve.leontief, 0)} without substitution."
    )


def _mapped(deals: Deals) -> str:
    mark = letters(deals)
    told = (
        f"{joined(list(d.names))} ({' '.join(sorted(mark[i] for i in d.items))}):"
        f" {d.worth[0]:+.1f} and {d.worth[1]:+.1f}"
        for d in deals.dots
        if d.names
    )
    return f"Worth to both sides in USD bn a year. {'; '.join(told)}."


def _chances(note: OddsNote) -> str:
    told = (
        f"{o.outcome} {o.chance.p:.2f} ({o.chance.low:.2f} to {o.chance.high:.2f})"
        for o in note.outcomes
    )
    return f"{'; '.join(told)}."
