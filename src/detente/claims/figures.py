"""The figures of a measure: its rates and its sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detente.claims.amounts import Percent, money, quantities
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.parties import code_of
from detente.claims.rates import duty_rates, ends_of
from detente.claims.setting import Setting

LOOK_AHEAD = 60
HITS = frozenset({"for", "on", "to", "against"})


def summed(setting: Setting, clause: Clause, claim: Claim) -> Claim:
    """The claim with the sum or quantity that it names."""
    tokens = clause.sentence.tokens
    first, last = tokens[clause.first].start, tokens[clause.last - 1].end
    if claim.instrument not in ("purchase_commitment", "investment_commitment", "market_access"):
        return claim
    for found in (
        *money(setting.folded.text, first, last),
        *quantities(setting.folded.text, first, last),
    ):
        each = (
            "each" in setting.folded.text[found[1] : found[1] + 60]
            or "per year" in setting.folded.text[found[1] : found[1] + 60]
        )
        unit = found[3] + (
            "/year" if each or "annually" in setting.folded.text[found[1] : found[1] + 50] else ""
        )
        return replace(claim, amount=found[2], unit=unit)
    return claim


def rated(setting: Setting, clause: Clause, claim: Claim) -> Iterator[Claim]:
    """The claim with its rate; several rates make as many claims."""
    sums = (
        list(money(setting.folded.text, *ends_of(clause))) if claim.rule == "promised-sum" else []
    )
    if len(sums) > 1:
        yield from cut_by(
            setting, clause, claim, [(s[0], s[1], {"amount": s[2], "unit": s[3]}) for s in sums]
        )
        return
    found = duty_rates(setting, clause)
    cls = setting.lexicon.classes.get(claim.instrument or "")
    if not found or cls != "duty":
        yield claim
        return
    plain = [p for p in found if p.basis != "percentage_points"]
    if len(plain) > 1 and len(plain) == len(found):
        yield from split_by_rate(setting, clause, claim, plain)
        return
    chosen = next((p for p in found if p.previous is not None), found[0])
    yield with_rate(claim, chosen)


def with_rate(claim: Claim, percent: Percent) -> Claim:
    """The claim with a percentage as its rate, points marked as such."""
    basis = percent.basis
    if basis == "percentage_points" and claim.status in ("agreed", "announced", "in_force"):
        claim = replace(claim, status="lifted")
    if basis == "percentage_points":
        basis = (
            "percentage_points_suspended"
            if claim.status == "suspended"
            else "percentage_points_removed"
        )
    return replace(claim, rate_pct=percent.value, rate_prev_pct=percent.previous, rate_basis=basis)


def split_by_rate(
    setting: Setting, clause: Clause, claim: Claim, found: list[Percent]
) -> Iterator[Claim]:
    """`10% on A and 25% on B`: a claim for each, cut before the next rate."""
    pieces = [
        (
            p.start,
            p.end,
            {"rate_pct": p.value, "rate_basis": p.basis, "rate_prev_pct": p.previous},
        )
        for p in found
    ]
    start, _ = ends_of(clause)
    for cut in cut_by(setting, clause, claim, pieces):
        piece = replace(cut, instrument=instrument_within(setting, clause, cut) or cut.instrument)
        piece = aimed(setting, clause, sided(setting, clause, piece), pieces)
        told = setting.folded.text[start : pieces[0][1] + LOOK_AHEAD].lower()
        later = piece.rate_pct != pieces[0][2]["rate_pct"]
        replaced = "replaced by" in told or "superseded by" in told
        yield replace(piece, status="in_force") if replaced and later else piece


def sided(setting: Setting, clause: Clause, piece: Claim) -> Claim:
    """Sides of one of several duties by its own words: `10% on the Chinese side`."""
    sentence = clause.sentence
    inside = [
        m
        for m in sentence.of(sentence.names, clause.first, clause.last, "party")
        if piece.start <= setting.folded.span(*place_of_token(clause, m.first))[0] < piece.end
    ]
    if not inside or len(setting.parties) != 2:
        return piece
    one = (inside[0].value,)
    if one[0] not in setting.parties:
        return piece
    if sentence.lower(inside[0].last) == "side":
        return replace(piece, actor=one, target=setting.other(one))
    duties = [m for m in sentence.nouns if m.entry.detail == "duty"]
    if any(0 <= m.first - inside[0].last <= 1 for m in duties):
        return replace(piece, actor=one, target=setting.other(one))
    if sentence.lower(inside[0].first - 1) == "on":
        return replace(piece, actor=setting.other(one), target=one)
    return piece


def aimed(
    setting: Setting, clause: Clause, piece: Claim, pieces: list[tuple[int, int, dict[str, Any]]]
) -> Claim:
    """The target of one of several duties: `20% for Europe`, `Vietnam (46%)`, `respectively`."""
    if setting.official:
        return piece
    sentence, tokens = clause.sentence, clause.sentence.tokens
    place = [p[2]["rate_pct"] for p in pieces].index(piece.rate_pct)
    first, last = pieces[place][:2]
    names = [
        m for m in sentence.of(sentence.names, clause.first, clause.last, "party", "group")
        if sentence.lower(m.first - 1) != "from" or sentence.lower(m.last) == "("
    ]  # fmt: skip
    ahead = [m for m in names if 0 < first - tokens[m.last - 1].end <= 12
             and "(" in setting.folded.text[tokens[m.last - 1].end : first]]  # fmt: skip
    if ahead:
        listed = {c for m in names if sentence.lower(m.last) == "(" for c in code_of(m)}
        return replace(piece, actor=levier_of(setting, piece, listed), target=code_of(ahead[-1]))
    names = [m for m in names if code_of(m) != piece.actor]
    if len(piece.actor) != 1:
        return piece
    if clause.has("respectively") and len(names) == len(pieces):
        return replace(piece, target=code_of(names[place]))
    behind = [m for m in names if 0 <= tokens[m.first].start - last <= 10
              and sentence.lower(m.first - 1) in HITS]  # fmt: skip
    return replace(piece, target=code_of(behind[0])) if behind else piece


def levier_of(setting: Setting, piece: Claim, listed: set[str]) -> tuple[str, ...]:
    """Who levies the duties of a list of places: no place of the list."""
    if len(piece.actor) == 1 and not listed.intersection(piece.actor):
        return piece.actor
    told = {code: n for code, n in setting.leviers.items() if code not in listed}
    most = max(told.items(), key=lambda item: item[1], default=None)
    return (most[0] if most else str(setting.lexicon.rows["levier"]),)


def place_of_token(clause: Clause, place: int) -> tuple[int, int]:
    """Where a token begins and ends in the plain copy."""
    token = clause.sentence.tokens[place]
    return token.start, token.end


def instrument_within(setting: Setting, clause: Clause, piece: Claim) -> str | None:
    """The one special duty named in a piece, as in `10% reciprocal and 20% fentanyl tariffs`."""
    tokens = clause.sentence.tokens
    found = {
        m.value
        for m in clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
        if m.entry.detail == "duty"
        and piece.start
        <= setting.folded.span(tokens[m.first].start, tokens[m.last - 1].end)[0]
        < piece.end
    }
    special = found - {"tariff"}
    return special.pop() if len(special) == 1 else None


def cut_by(
    setting: Setting, clause: Clause, claim: Claim, pieces: list[tuple[int, int, dict[str, Any]]]
) -> Iterator[Claim]:
    """The claim cut into one for each figure, at the joint before the next."""
    text = setting.folded.text
    start, last = ends_of(clause)
    for place, (_, figure_end, fields) in enumerate(pieces):
        end = last
        if place + 1 < len(pieces):
            end = joint_before(text, figure_end, pieces[place + 1][0])
        one, other = setting.folded.span(start, end)
        quote = setting.document.text[one:other]
        cut = len(quote) - len(quote.lstrip(" ,;"))
        tail = len(quote) - len(quote.rstrip(" ,;."))
        quote = quote[cut : len(quote) - tail]
        if quote:
            yield replace(claim, quote=quote, start=one + cut, end=other - tail, **fields)
        start = end


def joint_before(text: str, first: int, last: int) -> int:
    """Where to cut between two rates: at the last `and` or comma between them."""
    for word in (" and ", ", ", "; ", " or "):
        place = text.rfind(word, first, last)
        if place >= 0:
            return place + (len(word) if word == " and " else 1)
    return last
