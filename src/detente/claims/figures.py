"""The figures of a measure: its days, its term, its rates, its sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detente.claims.acts import Act, duty_rates, ends_of
from detente.claims.amounts import Percent, money, quantities
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When, plus
from detente.claims.making import END_WORDS, tense_of, term_of, told, word_before
from detente.claims.setting import Setting

LOOK_AHEAD = 60
FROM_WHEN = ("starting ", "beginning ", "effective ", "as of ", "taking effect")
LEGAL_ACT = (
    "order",
    "proclamation",
    "announcement",
    "act",
    "memorandum",
    "rule",
    "law",
    "regulation",
)


def dated(setting: Setting, clause: Clause, act: Act, claim: Claim) -> Claim:
    """The claim with its days: effective, expiry, term, and since when the old thing held."""
    tense = max(tense_of(clause, act.verb), direction(clause, claim))
    start = end = imposed = None
    over = claim.status in ("suspended", "lifted")
    for when in told(setting, clause, tense, whole=act.rule == "prolongs"):
        if no_day_of(setting, clause, act, claim, when):
            continue
        if word_before(setting, when, END_WORDS):
            end = when.last if act.rule == "prolongs" else end or when.last
        elif over and (word_before(setting, when, ("since",)) or announced_then(setting, when)):
            imposed = imposed or when.first
        elif when.kind == "years" or when.kind == "last_months":
            start, end = when.first, when.last
        elif word_before(setting, when, ("effective", "starting", "beginning", "or after")):
            start = when.first
        else:
            start = start or when.first
    term = term_of(setting, clause)
    start = start or when_applied(setting, clause)
    start = start or (
        (setting.action_from if setting.official else None) if not end or term else None
    )
    if term and not end:
        end = plus(start, term) or (setting.truce_to if claim.status == "suspended" else None)
    if claim.status == "suspended" and not setting.official and claim.actor == setting.parties:
        start, end = start or setting.truce_from, end or setting.truce_to
    if not (start or end) and claim.status == "lifted" and not setting.official:
        start = day_of_round(setting, clause)
    return replace(claim, date_from=start, date_to=end, duration_days=term, imposed=imposed)


def no_day_of(setting: Setting, clause: Clause, act: Act, claim: Claim, when: When) -> bool:
    """True for a date that tells no day of the measure: of a law, of saying, of a baseline."""
    if of_legal_act(setting, when) or when_said(clause, when) or of_baseline(setting, when):
        return True
    return claim.status == "announced" and announced_on(clause, act, when)


def of_baseline(setting: Setting, when: When) -> bool:
    """True in `above the 2017 level`, `from a baseline of $9 billion in 2017`."""
    text = setting.folded.text
    behind = text[when.end : when.end + 12].lower()
    before = text[max(0, when.start - 40) : when.start].lower()
    return behind.lstrip().startswith(("level", "baseline")) or "baseline" in before


def direction(clause: Clause, claim: Claim) -> int:
    """1 where the clause tells from when on: `threatened new tariffs starting November 1`."""
    if claim.status not in ("threatened", "announced", "proposed", "agreed"):
        return -1
    text = clause.sentence.words(clause.first, clause.last).lower()
    return 1 if any(word in text for word in FROM_WHEN) else -1


def announced_on(clause: Clause, act: Act, when: When) -> bool:
    """True for the day on which somebody announced what it would impose."""
    tokens = clause.sentence.tokens
    for verb in clause.sentence.verbs:
        told = verb.any("announce") and verb.form in ("past", "part")
        deeds = [v for v in clause.sentence.verbs if v.mood and v.any("impose", "raise", "cut")]
        if told and act.verb is not None and any(v.first > verb.first for v in (act.verb, *deeds)):
            behind = 0 <= when.start - tokens[verb.last - 1].end <= 4
            if behind or when.end <= tokens[verb.first].start:
                return True
    return False


def when_applied(setting: Setting, clause: Clause) -> str | None:
    """`on or after DATE` in the sentence of an official text: from then on its duty is due."""
    if not setting.unilateral:
        return None
    for when in told(setting, clause, 1, whole=True):
        if when.first and word_before(setting, when, ("or after",)):
            return when.first
    return None


def day_of_round(setting: Setting, clause: Clause) -> str | None:
    """When the round was held that the sentence gives as the occasion: `talks in London eased`."""
    nouns = clause.sentence.nouns
    named = any(m.cls == "place" and m.value == setting.place for m in nouns)
    return setting.met_from if named and any(m.cls == "meeting" for m in nouns) else None


def when_said(clause: Clause, when: When) -> bool:
    """True for the day of saying: `said on Friday that`."""
    tokens = clause.sentence.tokens
    for verb in clause.sentence.verbs:
        if (
            verb.any("say")
            and not verb.any("announce")
            and 0 <= when.start - tokens[verb.last - 1].end <= 4
        ):
            return when.kind in ("weekday", "today", "relative")
    return False


def of_legal_act(setting: Setting, when: When) -> bool:
    """True for the date in the name of a law or order: `Executive Order 14257 of April 2, 2025`."""
    before = setting.folded.text[max(0, when.start - 46) : when.start].lower()
    return before.endswith((" of ", " no. 4 of ", " dated ")) and any(
        w in before for w in LEGAL_ACT
    )


def announced_then(setting: Setting, when: When) -> bool:
    """True where the date tells when the suspended or lifted thing was announced or imposed."""
    before = setting.folded.text[max(0, when.start - 30) : when.start].lower()
    return any(w in before for w in ("announced", "imposed", "introduced", "unveiled", "adopted"))


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
        piece = sided(setting, clause, piece)
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
    if sentence.lower(inside[0].first - 1) == "on":
        return replace(piece, actor=setting.other(one), target=one)
    return piece


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
