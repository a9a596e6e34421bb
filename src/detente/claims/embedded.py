"""Duties and controls named within another statement: `asks for relief from the US's 10% duty`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.act import Act
from detente.claims.beside import end_of
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.measures import measures
from detente.claims.named import MEASURE_CLASSES
from detente.claims.parties import owner_of
from detente.claims.rates import duty_rates
from detente.claims.setting import Setting
from detente.claims.stands import spoken_of
from detente.claims.tokens import Mention
from detente.claims.words import words

NOT_REAL = words("not_real")
BEGINS = frozenset({"kick in", "take effect", "take full effect", "start", "begin",
                    "come into force", "come into effect", "go into effect"})  # fmt: skip
STANDS = ("now in force", "in force", "in place", "already in place", "in effect")
LEVIED = frozenset({"impose", "place", "levy", "put in place", "slap on", "announce", "introduce"})
AHEAD = 7


def embedded(setting: Setting, clause: Clause, found: list[Claim]) -> Iterator[Claim]:
    """Measures that a clause about something else names with whose they are and a rate or day."""
    if setting.official or any(c.kind in ("measure", "fact") for c in found):
        return
    sentence = clause.sentence
    for noun in sentence.of(sentence.nouns, clause.first, clause.last, "instrument"):
        if noun.entry.detail not in MEASURE_CLASSES or noun.value == "non_tariff_measure":
            continue
        first = opened(clause, noun)
        last = end_of(clause, noun.last) if relative(clause, noun) == 0 else clause.last
        inner = Clause(sentence, first, last, "of")
        status = standing(setting, clause, inner, noun)
        if status is None or not NOT_REAL.isdisjoint(
            sentence.lowers[max(clause.first, first - 4) : noun.first]
        ):
            continue
        modals = (m for m in sentence.modals if first <= m.first < last and m.value != "future")
        made = Act("embedded", None, noun, status, status, status)
        if any(modals) or spoken_of(setting, clause, made, None):
            continue
        yield from measures(setting, inner, made, None)
        return


def opened(clause: Clause, noun: Mention) -> int:
    """Where the words that belong to a noun begin: with whose it is, or its rate."""
    sentence = clause.sentence
    low = max(clause.first, noun.first - AHEAD)
    owners = [m for m in sentence.names if low <= m.first and m.last <= noun.first]
    if owners and owner_of(sentence, noun):
        return owners[-1].first
    return next((i for i in range(low, noun.first) if sentence.lower(i)[:1].isdigit()), noun.first)


def relative(clause: Clause, noun: Mention) -> int:
    """Where a relative begins that tells more of a noun, else 0."""
    near = range(noun.last, min(noun.last + 4, clause.last))
    return next((i for i in near if clause.sentence.lower(i) in ("that", "which")), 0)


def standing(setting: Setting, clause: Clause, inner: Clause, noun: Mention) -> str | None:
    """In force or announced, where the words around a noun tell of a certain measure."""
    sentence = clause.sentence
    owned = bool(owner_of(sentence, noun))
    behind = sentence.words(noun.last, min(noun.last + 9, clause.last)).lower()
    begins = [v for v in sentence.verbs if 0 <= v.first - noun.last <= 5 and v.base in BEGINS]
    if begins and (owned or duty_rates(setting, inner)):
        return "in_force" if begins[0].form == "past" else "announced"
    done = [v for v in sentence.verbs if 0 <= v.first - noun.last <= 2 and v.base in LEVIED]
    if done and done[0].form in ("past", "part") and not done[0].mood:
        return "announced" if done[0].base == "announce" else "in_force"
    if any(word in behind for word in STANDS):
        return "in_force"
    return "in_force" if owned and duty_rates(setting, inner) else None
