"""Measures that are only named, found by a court, or joined to another by `and`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.claims.act import Act
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.measures import measures
from detente.claims.parties import owner_of
from detente.claims.rates import duty_rates
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.statements import instrument_in
from detente.claims.tokens import Mention
from detente.claims.words import words

HITS = words("hits")
IMPOSING = words("imposing")
LEGALLY = frozenset({"pursuant", "under", "through"})
BEGINS = frozenset({"begin", "start", "take effect", "kick in", "come into force", "apply"})
JOINS = ("announces", "imposes", "raises")
MEASURE_CLASSES = ("duty", "restriction")


def named_measure(setting: Setting, clause: Clause) -> Act | None:
    """A measure that is only named: `a 20% levy on chips`, `bans imposed by China on staff`."""
    instrument = duty_in(clause) or instrument_in(setting, clause)
    subjected = clause.has("subject") and duty_rates(setting, clause)
    if not subjected and (instrument is None or instrument.entry.detail not in MEASURE_CLASSES):
        return None
    sentence = clause.sentence
    after = sentence.lower(instrument.last) if instrument else ""
    listed = clause.joint in ("including", "as") or clause.has("include", "includes", "including")
    rates = duty_rates(setting, clause)
    subject_to = clause.has("subject") and instrument is not None and not setting.official
    bullet = sentence.block.bullet and len(sentence.tokens) < 14
    done = done_in(clause) and not (setting.unilateral and of_other_act(clause) and not rates)
    if setting.unilateral and done and may_be(clause):
        return None
    if setting.official and not (rates or done):
        told = clause.has("be", "are", "is") and not may_be(clause)
        if setting.unilateral and clause.has("subject") and told:
            return Act("names", None, instrument, "announced", "announced", "announced")
        again = setting.deal and clause.has("includes") and after == "on"
        status = setting.acted_status
        return Act("names", None, instrument, status, status, status) if again else None
    if rates or bullet or done or subject_to or (listed and after in ("on", "of", "against")):
        status = "announced" if clause.has("announced") else "in_force"
        status = "proposed" if clause.has("proposed", "planned", "possible") else status
        begins = any(v.base in BEGINS for v in clause.verbs)
        coming = any(
            clause.first <= m.first < clause.last
            and (m.value == "future" or (m.value == "conditional" and begins))
            for m in sentence.modals
        )
        status = "announced" if coming and status == "in_force" else status
        status = "agreed" if setting.official and setting.deal and clause.has("subject") else status
        status = "announced" if setting.unilateral and not done and told_now(setting) else status
        verb = next((v for v in clause.verbs if imposes(v)), None)
        return Act("names", verb, instrument, status, status, status)
    return None


def of_other_act(clause: Clause) -> bool:
    """True in `the tariffs imposed pursuant to an action listed in`: another act is only named."""
    verbs = (v for v in clause.verbs if imposes(v) and not v.passive)
    return any(clause.sentence.lower(v.last) in LEGALLY for v in verbs)


def may_be(clause: Clause) -> bool:
    """True in `the President may increase the duties imposed`: allowed, and not done."""
    modals = clause.sentence.modals
    return any(m.value == "possible" and clause.first <= m.first < clause.last for m in modals)


def told_now(setting: Setting) -> bool:
    """True where an order or notice tells of its own duty, and not of what was done before."""
    return setting.own_duty is not None and not setting.ruling


def court_ruling(setting: Setting, clause: Clause) -> Act | None:
    """A court finds that a duty had no ground: `the court ruled that the law does not allow`."""
    duty = duty_in(clause)
    ruled = clause.has("ruled", "held", "found", "declared") and clause.has("court", "judge")
    against = clause.has("not", "unlawful", "illegal", "invalid", "exceeded", "unconstitutional")
    if duty is None or not (ruled and against):
        return None
    return Act("struck-down", None, duty, "lifted", "lifted", "lifted")


def bare_measure(setting: Setting, clause: Clause) -> Act | None:
    """A measure named with whose it is or whom it hits: `steep tariffs on China`."""
    if setting.official:
        return None
    for mention in clause.sentence.of(
        clause.sentence.nouns, clause.first, clause.last, "instrument"
    ):
        hits = clause.sentence.lower(mention.last) in HITS
        aimed = [m for m in clause.sentence.names if 1 <= m.first - mention.last <= 4]
        whose = owner_of(clause.sentence, mention)
        duty = mention.entry.detail in MEASURE_CLASSES and mention.value != "non_tariff_measure"
        if duty and hits and (aimed or whose):
            return Act("names", None, mention, "in_force", "in_force", "in_force")
    return None


def duty_in(clause: Clause) -> Mention | None:
    """The first duty named in a clause."""
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    return next((m for m in nouns if m.entry.detail == "duty"), None)


def done_in(clause: Clause) -> bool:
    """True where a named measure is said to be imposed: `bans placed by China on`."""
    return any(imposes(verb) for verb in clause.verbs)


def imposes(verb: Verb) -> bool:
    """True for a verb of imposing told as done."""
    done = verb.form in ("past", "part") and not verb.mood
    return done and verb.base in IMPOSING


def joined(setting: Setting, clause: Clause, claim: Claim, name: str | None) -> Iterator[Claim]:
    """A second measure with the same verb: `announced a tariff on A and new levies on B`."""
    if claim.kind != "measure" or claim.rule not in JOINS:
        return
    sentence = clause.sentence
    place = setting.folded
    found = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    for mention in found[1:]:
        first = next(
            (
                i
                for i in range(mention.first - 1, mention.first - 5, -1)
                if sentence.lower(i) == "and"
            ),
            None,
        )
        duty = mention.entry.detail in MEASURE_CLASSES
        if first is None or not duty or sentence.lower(mention.last) not in HITS:
            continue
        if place.span(sentence.tokens[first].start, sentence.tokens[first].end)[0] < claim.start:
            continue
        act = Act(claim.rule, None, mention, *[claim.status or "in_force"] * 3)
        rest = Clause(sentence, first + 1, clause.last, "and")
        for second in measures(setting, rest, act, name):
            yield replace(second, actor=claim.actor, rule="joined")
        return


def threats(setting: Setting, clause: Clause) -> Iterator[tuple[Clause, Act]]:
    """`the threat of 50% tariffs on exports`: a duty that is only threatened, told as a noun."""
    sentence = clause.sentence
    for place in range(clause.first, clause.last - 2):
        if sentence.lower(place) not in ("threat", "threats") or sentence.lower(place + 1) != "of":
            continue
        near = sentence.of(sentence.nouns, place, min(place + 9, clause.last), "instrument")
        duty = next((m for m in near if m.entry.detail == "duty"), None)
        owner = [m for m in sentence.names if 0 <= place - m.last <= 2]
        behind = [
            m for m in sentence.names
            if duty and 0 < m.first - duty.last <= 3 and sentence.lower(duty.last) in ("from", "by")
        ]  # fmt: skip
        if duty and (owner or behind):
            first = owner[0].first if owner else place
            rest = Clause(sentence, first, clause.last, "of")
            yield rest, Act("threatens", None, duty, "threatened", "threatened", "threatened")
