"""The days of a measure: from when, until when, for what term."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.act import Act
from detente.claims.attached import (
    announced_then,
    attributive,
    of_baseline,
    of_legal_act,
    of_other_deed,
    when_said,
)
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When, plus
from detente.claims.making import END_WORDS, fronted, tense_of, term_of, told, word_before
from detente.claims.sentence import Verb
from detente.claims.setting import Setting

AT_ONCE = frozenset({"imposes", "raises", "cuts", "lifts", "names", "announces"})
REACHES = ("until", "through", "till")
NEAREST = frozenset({"days", "days_first", "month"})
FROM_WHEN = ("starting ", "beginning ", "effective ", "as of ", "taking effect")


def dated(setting: Setting, clause: Clause, act: Act, claim: Claim) -> Claim:
    """The claim with its days: effective, expiry, term, and since when the old thing held."""
    start, end, imposed = days_told(setting, clause, act, claim)
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


def days_told(
    setting: Setting, clause: Clause, act: Act, claim: Claim
) -> tuple[str | None, str | None, str | None]:
    """From when, until when, and since when the old thing held, by the dates that are told."""
    tense = max(tense_of(clause, act.verb), direction(clause, claim))
    start = end = imposed = None
    over = claim.status in ("suspended", "lifted")
    tense = -1 if done_already(clause, act.verb, claim) else tense
    ahead = fronted(setting, clause, tense if claim.status != "lifted" else -1)
    found = told(setting, clause, tense, whole=act.rule == "prolongs")
    if any(w.kind in ("days", "days_first", "iso") for w in found):
        found = [w for w in found if w.kind != "in_time"]
    for when in (*ahead, *by_sense(setting, clause, act, found)):
        if no_day_of(setting, clause, act, claim, when):
            continue
        if act.rule in AT_ONCE and word_before(setting, when, ("by", "before")):
            start = start or when.last
        elif when.kind == "days" and when.first != when.last:
            start, end = start or when.first, when.last
        elif word_before(setting, when, END_WORDS):
            end = when.last if act.rule == "prolongs" else end or when.last
        elif over and (word_before(setting, when, ("since",)) or announced_then(setting, when)):
            imposed = imposed or when.first
        elif when.kind == "years" or when.kind == "last_months":
            start, end = when.first, when.last
        elif word_before(setting, when, ("effective", "starting", "beginning", "or after")):
            start = when.first
        else:
            start = start or when.first
    return start, end, imposed


def by_sense(setting: Setting, clause: Clause, act: Act, found: list[When]) -> list[When]:
    """The dates, each in the direction that its place tells.

    Those before a verb of announcing or saying in the past are past. An end, and a start of what
    was announced or suspended, is the nearest such day, whatever the tense of the verb.
    """
    tokens = clause.sentence.tokens
    last = act.verb.first if act.verb else 0
    tells = (v for v in clause.verbs if v.any("announce", "say", "threaten") and v.form == "past")
    place = next((tokens[v.first].start for v in tells if v.first <= last), 0)
    place = max(place, settled(clause, act.verb))
    past = {w.start: w for w in told(setting, clause, -1) if w.end <= place}
    near = {w.start: w for w in told(setting, clause, 0) if w.kind in NEAREST}
    bounds = REACHES if act.rule not in ("announces", "suspends") else (*REACHES, "from")
    near = {k: w for k, w in near.items() if word_before(setting, w, (*bounds, "set for"))}
    return [past.get(w.start, near.get(w.start, w)) for w in found]


def settled(clause: Clause, verb: Verb | None) -> int:
    """Where the verb stands that tells what was agreed or planned; dates before it are past."""
    if verb is None or not verb.infinitive or verb.mood:
        return 0
    sentence = clause.sentence
    above = sentence.verbs[verb.governor] if verb.governor >= 0 else verb
    if above is verb or above.form in ("past", "part"):
        return sentence.tokens[above.first].start
    return 0


def no_day_of(setting: Setting, clause: Clause, act: Act, claim: Claim, when: When) -> bool:
    """True for a date that tells no day of the measure: of a law, of saying, of a baseline."""
    if of_legal_act(setting, when) or when_said(clause, when) or of_baseline(setting, when):
        return True
    if attributive(setting, when) or when.kind == "month_of":
        return True
    since = claim.status in ("suspended", "lifted") and announced_then(setting, when)
    if not since and of_other_deed(clause, act.verb, when):
        return True
    unsaid = act.verb is None and claim.status in ("announced", "agreed", "threatened")
    if unsaid and clause.verbs and of_other_deed(clause, clause.verbs[0], when):
        return True
    not_yet = claim.status in ("announced", "suspended", "proposed")
    return not_yet and announced_on(clause, act, when)


def done_already(clause: Clause, verb: Verb | None, claim: Claim) -> bool:
    """True where a noun or a form in -ing tells a thing in force, or a day of the past is meant."""
    if clause.has("retroactive", "retroactively"):
        return True
    text = clause.sentence.words(0, clause.last).lower()
    starts = any(word in text for word in FROM_WHEN)
    return claim.status == "in_force" and (verb is None or verb.form == "ing") and not starts


def direction(clause: Clause, claim: Claim) -> int:
    """1 where the clause tells from when on: `threatened new tariffs starting November 1`."""
    if claim.status not in ("threatened", "announced", "proposed", "agreed"):
        return -1
    text = clause.sentence.words(clause.first, clause.last).lower()
    if claim.status == "threatened" and " from " in text:
        return 1
    return 1 if any(word in text for word in FROM_WHEN) else -1


def announced_on(clause: Clause, act: Act, when: When) -> bool:
    """True for the day on which somebody announced what it would impose."""
    tokens = clause.sentence.tokens
    for verb in clause.sentence.verbs:
        if not verb.any("announce") or verb.form not in ("past", "part"):
            continue
        behind = 0 <= when.start - tokens[verb.last - 1].end <= 4
        if behind and of_coming_deed(clause, verb):
            return True
        deeds = [v for v in clause.sentence.verbs if v.mood and v.any("impose", "raise", "cut")]
        later = act.verb is not None and any(v.first > verb.first for v in (act.verb, *deeds))
        if later and (behind or when.end <= tokens[verb.first].start):
            return True
    return False


def of_coming_deed(clause: Clause, verb: Verb) -> bool:
    """True in `announced Tuesday that it is raising duties`: what is announced is yet to come."""
    coming = (v.mood or v.form == "ing" for v in clause.sentence.verbs if v.first >= verb.last)
    return clause.has("that") and any(coming)


def when_applied(setting: Setting, clause: Clause) -> str | None:
    """`on or after DATE` in the sentence of an official text: from then on its duty is due."""
    for when in told(setting, clause, 1, whole=True):
        if when.first and word_before(setting, when, ("or after",)):
            return when.first
    return None


def day_of_round(setting: Setting, clause: Clause) -> str | None:
    """When the round was held that the sentence gives as the occasion: `talks in London eased`."""
    nouns = clause.sentence.nouns
    named = any(m.cls == "place" and m.value == setting.place for m in nouns)
    return setting.met_from if named and any(m.cls == "meeting" for m in nouns) else None
