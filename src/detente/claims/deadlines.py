"""Deadlines: the day on which a truce, a pause, an exclusion or a chance runs out."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.claims.acts import duty_rates
from detente.claims.attached import of_legal_act, when_said
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When, plus
from detente.claims.making import END_WORDS, make, term_of, told, word_before
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words
from detente.documents.dateline import MONTHS

BEGUN = words("begun")
RUNS_OUT = frozenset({"truce", "duty", "restriction", "deal", "access"})
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
NEARING = words("nearing")
MONTH_ALONE = re.compile(
    r"\b(" + "|".join(m.title() for m in MONTHS if len(m) > 3) + r")\sdeadline"
)


def deadlines(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """The deadline that a clause tells, if any."""
    for rule in (runs_out, named_deadline, prolonged, term_began, to_be_done, takes_effect):
        found = rule(setting, clause)
        if found:
            remember(setting, found)
            return replace(found, speaker=speaker)
    note_beginning(setting, clause)
    return None


def remember(setting: Setting, claim: Claim) -> None:
    """Keep the days of a truce for later sentences that lean on them."""
    if claim.instrument == "truce" and claim.status != "passed":
        setting.truce_to = claim.date_to or setting.truce_to
        setting.truce_from = claim.date_from or setting.truce_from


def thing_of(clause: Clause, before: int) -> Mention | None:
    """What runs out: the nearest truce, deal or measure before a token of the sentence."""
    nouns = clause.sentence.of(clause.sentence.nouns, 0, before, "instrument")
    fitting = [m for m in nouns if m.entry.detail in RUNS_OUT]
    return fitting[-1] if fitting else None


def instrument_of(thing: Mention | None, clause: Clause) -> str:
    """The instrument of a deadline; whatever is agreed between parties counts as a truce."""
    if thing is None or thing.value in ("trade_deal", "tariff", "restriction"):
        return "truce"
    return thing.value


def runs_out(setting: Setting, clause: Clause) -> Claim | None:
    """`set to expire on August 12`, `which ends August 12`, `expired on Friday`."""
    for verb in clause.verbs:
        if not verb.any("expire") or (
            verb.base in ("end", "finish", "conclude", "terminate") and not leads(clause, verb)
        ):
            continue
        past = verb.form in ("past", "part") and not verb.mood and not verb.passive
        when = date_after(setting, clause, verb, -1 if past else 1)
        if when is None:
            continue
        thing = thing_of(clause, verb.first)
        first = thing_start(clause, thing) if thing else clause.first
        status = (
            "extended" if clause.has("extend", "extended") else ("passed" if past else "pending")
        )
        return make(
            setting, clause, "deadline", status, "runs-out",
            first=min(first, clause.first), actor=owners(setting, clause, thing),
            instrument=instrument_of(thing, clause), date_from=begun_on(setting, clause, verb),
            date_to=when.last, duration_days=term_of(setting, clause),
        )  # fmt: skip
    return None


def begun_on(setting: Setting, clause: Clause, verb: Verb) -> str | None:
    """When that began which runs out: `a truce established in May is set to expire`."""
    tokens = clause.sentence.tokens
    for begun in clause.verbs:
        if begun.last > verb.first or begun.base not in BEGUN or begun.mood:
            continue
        last, end = tokens[begun.last - 1].end, tokens[verb.first].start
        for when in told(setting, clause, -1):
            if 0 <= when.start - last <= 6 and when.end <= end:
                return when.first
    return None


def leads(clause: Clause, verb: Verb) -> bool:
    """True where the thing that ends is a truce or the like, and nothing is being ended."""
    thing = thing_of(clause, verb.first)
    relative = clause.joint in ("which", "when", "that") or clause.has("it", "that")
    ends_it = any(
        m.first >= verb.last and m.cls == "instrument"
        for m in clause.sentence.nouns
        if m.last <= clause.last
    )
    return not ends_it and (
        (thing is not None and thing.entry.detail in ("truce", "duty", "deal")) or relative
    )


def thing_start(clause: Clause, thing: Mention) -> int:
    """The first token of the noun phrase around what runs out."""
    place = thing.first
    while place > 0 and clause.sentence.lower(place - 1) in (
        "the",
        "current",
        "a",
        "trade",
        "tariff",
        "this",
        "its",
        "temporary",
        "certain",
        "-",
        "day",
        "90",
        "fragile",
    ):
        place -= 1
    return place


def note_beginning(setting: Setting, clause: Clause) -> None:
    """Keep the day on which a truce began, where a clause tells it: `established in May`."""
    nouns = clause.sentence.of(clause.sentence.nouns, 0, clause.last, "instrument")
    begun = any(v.base in BEGUN and v.form in ("past", "part") and not v.mood for v in clause.verbs)
    if begun and any(m.entry.detail == "truce" for m in nouns):
        start = next((w.first for w in told(setting, clause, -1) if w.first), None)
        setting.truce_from = start or setting.truce_from


def date_after(setting: Setting, clause: Clause, verb: Verb, tense: int) -> When | None:
    """The first date behind a verb."""
    tokens = clause.sentence.tokens
    after = tokens[min(verb.last, len(tokens)) - 1].end
    for when in told(setting, clause, tense):
        if when.start >= after and when.last and when.kind not in ("year",):
            return when
    return None


def owners(setting: Setting, clause: Clause, thing: Mention | None) -> tuple[str, ...]:
    """Between whom a deadline runs: the parties."""
    return setting.parties


def named_deadline(setting: Setting, clause: Clause) -> Claim | None:
    """`the August 1 deadline`, `a deadline of July 9`, `unless a deal is reached by Friday`."""
    sentence = clause.sentence
    done = any(v.form in ("past", "part") and not v.mood for v in clause.verbs)
    tense = 0 if done and not any(v.mood == "future" for v in clause.verbs) else 1
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


def prolonged(setting: Setting, clause: Clause) -> Claim | None:
    """`extended the truce for another 90 days`, `until November 10`: done or decided."""
    thing = next(
        (
            m
            for m in clause.sentence.of(
                clause.sentence.nouns, clause.first, clause.last, "instrument"
            )
            if m.entry.detail in ("truce", "deal")
        ),
        None,
    )
    for verb in clause.verbs:
        done = verb.form in ("past", "part", "ing") and not verb.mood and not verb.infinitive
        agreed = verb.governor >= 0 and clause.sentence.verbs[verb.governor].any("offer", "commit")
        if not verb.any("prolong") or not (done or agreed) or verb.negated:
            continue
        whens = [w for w in told(setting, clause, 1) if w.last]
        end = next((w.last for w in whens if word_before(setting, w, END_WORDS)), None)
        term = term_of(setting, clause)
        if thing is None or (thing.entry.detail == "deal" and not (end or term)):
            continue
        if verb.form == "ing" and not (end or term or agreed):
            continue
        end = end or (plus(setting.truce_to, term) if term else None)
        return make(
            setting, clause, "deadline", "extended", "prolonged", actor=setting.parties,
            instrument="truce", date_from=setting.truce_to, date_to=end, duration_days=term,
        )  # fmt: skip
    return None


def term_began(setting: Setting, clause: Clause) -> Claim | None:
    """`The 90-day truce began in May`: a term with its beginning."""
    term = term_of(setting, clause)
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    thing = next((m for m in nouns if m.entry.detail == "truce"), None)
    begun = any(
        v.base in BEGUN
        and v.form in ("past", "part") and not v.mood
        for v in clause.verbs
    )  # fmt: skip
    if term is None or thing is None or not begun:
        return None
    if clause.sentence.lower(thing.last) == "of":
        return None
    start = next((w.first for w in told(setting, clause, -1) if w.first), None)
    if start is None:
        return None
    end = plus(start, term) or setting.truce_to
    return make(
        setting, clause, "deadline", "pending", "term-began", actor=setting.parties,
        instrument="truce", date_from=start, date_to=end, duration_days=term,
    )  # fmt: skip


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


def suspended_term(setting: Setting, clause: Clause, measure: Claim) -> Claim | None:
    """The end of a suspension that runs for a term, as a deadline of its own."""
    if measure.status != "suspended" or not measure.duration_days or not measure.date_to:
        return None
    if measure.duration_days > 200:
        return None
    sentence = clause.sentence
    first = next(
        (
            i
            for i in range(clause.first, clause.last)
            if sentence.lower(i) in ("suspending", "pausing", "for")
        ),
        clause.first,
    )
    for place in range(clause.first, clause.last):
        if (
            sentence.lower(place) == "for" and sentence.lower(place + 1) in ("a", "an", "another")
        ) or (sentence.lower(place) == "for" and sentence.lower(place + 1).isdigit()):
            first = place
    extended = clause.has("additional", "another", "further")
    found = make(
        setting, clause, "deadline", "extended" if extended else "pending", "suspended-term",
        first=first, actor=setting.parties, instrument="truce", date_from=measure.date_from,
        date_to=measure.date_to, duration_days=measure.duration_days, speaker=measure.speaker,
    )  # fmt: skip
    remember(setting, found)
    return found
