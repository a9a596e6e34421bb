"""Deadlines: the day by which something is due, or on which a chance ends or a rule begins."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.claims.attached import of_legal_act, when_said
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When
from detente.claims.making import make, told, word_before
from detente.claims.rates import duty_rates
from detente.claims.setting import Setting
from detente.claims.truces import (
    instrument_of,
    note_beginning,
    prolonged,
    remember,
    runs_out,
    term_began,
    thing_of,
)
from detente.claims.words import words
from detente.documents.dateline import MONTHS

TASKS = words("tasks")
LEGAL_TEXTS = words("legal_texts")
IN_FORCE = (
    "is effective",
    "are effective",
    "take effect",
    "takes effect",
    "into force",
    "be effective",
)
SUBMITTED = words("submitted")
REPORTS = words("reports")
REACHES = ("until", "through")
NEARING = words("nearing")
MONTH_ALONE = re.compile(
    r"\b(" + "|".join(m.title() for m in MONTHS if len(m) > 3) + r")\sdeadline"
)


def deadlines(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """The deadline that a clause tells, if any."""
    rules = (runs_out, named_deadline, prolonged, term_began, to_be_done, comments_due, report_due)
    for rule in (*rules, takes_effect):
        found = rule(setting, clause)
        if found:
            remember(setting, found)
            return replace(found, speaker=speaker)
    note_beginning(setting, clause)
    return None


def named_deadline(setting: Setting, clause: Clause) -> Claim | None:
    """`the August 1 deadline`, `a deadline of July 9`, `unless a deal is reached by Friday`."""
    sentence = clause.sentence
    done = any(v.form in ("past", "part") and not v.mood for v in clause.verbs)
    near = done or clause.has("failed", "missed", "original")
    tense = 0 if near and not any(v.mood == "future" for v in clause.verbs) else 1
    whens = [
        w for w in told(setting, clause, tense) if w.last and w.kind not in ("year", "relative")
    ]
    whens = [w for w in whens if not when_said(clause, w)]
    if not whens:
        return undated(setting, clause)
    word = clause.has("deadline", "cutoff", "ultimatum", "expiry", "expiration")
    condition = sentence.cue(clause.first, clause.last, "condition")
    by = next((w for w in whens if word_before(setting, w, ("by", "before", "until"))), None)
    if by and not word and (by.last is None or len(by.last) < 10):
        by = None
    put_off = by is not None and clause.has("not") and word_before(setting, by, ("until",))
    if not word and not (by and (condition or put_off or time_given(setting, clause, by))):
        return None
    if setting.official and clause.has("extend", "extends"):
        return None
    past = any(v.any("miss", "expire") and v.form in ("past", "part") for v in clause.verbs)
    late = put_off or clause.has("extended", "postponed", "delayed")
    status = "extended" if late else "pending"
    thing = thing_of(clause, clause.last)
    chosen = by or whens[-1]
    return make(
        setting, clause, "deadline", "missed" if past and clause.has("missed") else status,
        "named-deadline", actor=setting.parties, instrument=instrument_of(thing, clause),
        date_to=None if chosen_of_act(setting, clause, chosen) else chosen.last,
    )  # fmt: skip


def chosen_of_act(setting: Setting, clause: Clause, when: When) -> bool:
    """True in `On Friday, he extended the deadline`: the day of the deed, and not the new end."""
    tokens = clause.sentence.tokens
    verb = next((v for v in clause.verbs if v.any("prolong") and v.form == "past"), None)
    if verb is None or not word_before(setting, when, ("on",)):
        return False
    return when.end <= tokens[verb.first].start


def undated(setting: Setting, clause: Clause) -> Claim | None:
    """`the deadline to reach deals approaches`, `the November deadline looms`."""
    sentence = clause.sentence
    near = clause.has(*NEARING) and clause.has("deadline", "cutoff", "ultimatum")
    if not near:
        return None
    text = setting.folded.text
    tokens = sentence.tokens
    named = MONTH_ALONE.search(text, tokens[clause.first].start, tokens[clause.last - 1].end)
    day = setting.document.date
    month = None
    if named and day:
        number = MONTHS[named[1].lower()]
        month = f"{day.year + (number < day.month)}-{number:02d}"
    return make(
        setting, clause, "deadline", "pending", "nearing", actor=setting.parties,
        instrument=instrument_of(thing_of(clause, clause.last), clause), date_to=month,
    )  # fmt: skip


def time_given(setting: Setting, clause: Clause, by: When) -> bool:
    """True in `gave partners until Friday to reach a deal`, `have until May to agree`."""
    after = setting.folded.text[by.end : by.end + 4]
    return after.startswith(" to ") and clause.has(
        "have", "has", "had", "gave", "give", "gives", "given"
    )


def takes_effect(setting: Setting, clause: Clause) -> Claim | None:
    """`This rule is effective September 29`, `the licence is valid until November 28`."""
    if not setting.unilateral or not clause.has(*LEGAL_TEXTS) or duty_rates(setting, clause):
        return None
    text = clause.sentence.words(clause.first, clause.last).lower()
    until = "valid until" in text or "valid through" in text
    if not until and not any(phrase in text for phrase in IN_FORCE):
        return None
    when = next((w for w in told(setting, clause, 1) if w.first and len(w.first) == 10), None)
    if when is None or of_legal_act(setting, when):
        return None
    thing = next((m for m in clause.sentence.nouns if m.entry.detail == "restriction"), None)
    return make(
        setting, clause, "deadline", "pending", "takes-effect", actor=(setting.home,),
        instrument=thing.value if thing and thing.value != "restriction" else setting.own_duty,
        date_from=None if until else when.first, date_to=when.last if until else None,
    )  # fmt: skip


def to_be_done(setting: Setting, clause: Clause) -> Claim | None:
    """`agree to take the following actions by May 14`: a day by which something is due."""
    owed = any(
        m.value == "obliged" and clause.first <= m.first < clause.last
        for m in clause.sentence.modals
    )
    due = owed or (
        clause.has(*TASKS)
        and any(
            v.any("offer", "commit", "plan", "demand") or v.mood in ("obliged",)
            for v in clause.verbs
        )
    )
    if not due:
        return None
    for when in told(setting, clause, 1):
        full = when.last is not None and len(when.last) == 10 and "W" not in when.last
        full = full or (owed and when.last is not None and clause.has("agreement", "deal"))
        if full and word_before(setting, when, ("by", "before", "no later than")):
            if clause.has("following"):
                setting.action_from = when.last
            return make(
                setting, clause, "deadline", "pending", "to-be-done", actor=setting.parties,
                instrument="truce", date_to=when.last,
            )  # fmt: skip
    return None


def comments_due(setting: Setting, clause: Clause) -> Claim | None:
    """`submit written comments by September 20`: until when a notice takes what it asks for."""
    if not setting.unilateral or not clause.has(*SUBMITTED):
        return None
    for when in told(setting, clause, 1):
        full = when.last is not None and len(when.last) == 10 and "W" not in when.last
        within = when.kind == "in_time"
        ends = word_before(setting, when, ("by", "before", "no later than", *REACHES))
        if full and (within or ends):
            return own_deadline(setting, clause, when.last)
    return None


def report_due(setting: Setting, clause: Clause) -> Claim | None:
    """`the Secretary shall report within 90 days`: what an order has its agencies do."""
    due = any(
        m.value in ("future", "obliged") and clause.first <= m.first < clause.last
        for m in clause.sentence.modals
    )
    due = due or clause.has("directs", "directed", "requires")
    if not (setting.unilateral and due and (clause.has(*REPORTS) or clause.has("shall"))):
        return None
    for when in told(setting, clause, 1):
        by = clause.has(*REPORTS) and word_before(setting, when, ("by", "no later than"))
        if len(when.last or "") == 10 and (when.kind == "in_time" or by):
            return own_deadline(setting, clause, when.last)
    return None


def own_deadline(setting: Setting, clause: Clause, day: str | None) -> Claim:
    """A day that the text of one government sets under its own law."""
    return make(
        setting, clause, "deadline", "pending", "own-deadline", actor=(setting.home,),
        instrument=setting.own_duty, date_to=day,
    )  # fmt: skip
