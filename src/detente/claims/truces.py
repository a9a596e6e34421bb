"""Truces, pauses and exclusions that began, run out or are extended."""

from __future__ import annotations

from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import When, plus
from detente.claims.making import END_WORDS, make, term_of, told, word_before
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

BEGUN = words("begun")
BESIDE = 3
RUNS_OUT = frozenset({"truce", "duty", "restriction", "deal", "access"})


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
        if m.last <= clause.last and m.first - verb.last <= BESIDE
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
        kept = not setting.official and kept_on(clause, verb)
        if verb.negated or not (kept or (verb.any("prolong") and (done or agreed))):
            continue
        whens = [w for w in told(setting, clause, 1) if w.last]
        end = next((w.last for w in whens if word_before(setting, w, END_WORDS)), None)
        term = term_of(setting, clause)
        if thing is None or (thing.entry.detail == "deal" and not (end or term)):
            continue
        ordered = "order" in clause.sentence.lowers[clause.first : verb.first]
        if verb.form == "ing" and not (end or term or agreed or ordered):
            continue
        if kept and not end:
            continue
        end = end or (plus(setting.truce_to, term) if term else None)
        return make(
            setting, clause, "deadline", "extended", "prolonged", actor=setting.parties,
            instrument="truce", date_from=setting.truce_to, date_to=end, duration_days=term,
        )  # fmt: skip
    return None


def kept_on(clause: Clause, verb: Verb) -> bool:
    """True in `would keep the pause in place until November`: as good as prolonged."""
    return verb.base in ("keep", "maintain") and bool(verb.mood) and clause.has("until", "through")


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
