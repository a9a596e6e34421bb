"""Making a claim from a stretch of a sentence: its exact quote, and the dates told in it."""

from __future__ import annotations

import re
from typing import Any

from detente.claims.claim import Claim, Kind
from detente.claims.clauses import Clause
from detente.claims.date_words import durations
from detente.claims.dates import Anchor, When, dates
from detente.claims.ranges import joined
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

DATELINE = re.compile(
    r"[A-Z][A-Z.]+(?: [A-Za-z.]+){0,3}(?:, |/)[A-Za-z]{3,9}\.? \d{1,2}(?:, \d{4}(?!\d))?"
    r"(?: \([A-Za-z ]{2,20}\))?(?: ?-{1,2} ?| ?\u2014 ?|\. | )"
)
CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d (?:[ap]\.?m\.?)?,? ?(?:[A-Z]{2,4}|[Ee]astern (?:[a-zA-Z]+ )?[Tt]ime)?,? ?"
    r"(?:on |of )?$"
)
AHEAD = re.compile(
    r"(?:[-*\u2022] ?)?[\"\u201c]?"
    r"(?:(?:[Ss]tarting|[Bb]eginning|[Ee]ffective|[Aa]s of|[Oo]n|[Ii]n|[Aa]t|[Ff]rom)(?: the)? )?"
)
OPENS_NEXT = re.compile(r"(?:,|;|\band) (?:and )?(?:at|in|on|from|starting) (?:the )?$")
LEADING = words("leading")
TRAILING = words("trailing")
END_WORDS = ("until", "through", "till", "by", "before", "expire on", "expiring on", "ends", "to")


def make(
    setting: Setting, clause: Clause, kind: Kind, status: str | None, rule: str, **fields: Any
) -> Claim:
    """A claim on tokens `first` to `last` of the clause's sentence (the clause if not given)."""
    first, last = trimmed(
        clause, fields.pop("first", clause.first), fields.pop("last", clause.last)
    )
    tokens = clause.sentence.tokens
    first = behind_dateline(setting, clause, first, last)
    start, end = setting.folded.span(tokens[first].start, tokens[last - 1].end)
    text = setting.document.text
    if text[end : end + 1] in ('"', "”") and text[start:end].count(text[end]) % 2 == (
        text[end] == '"'
    ):
        end += 1
    given: dict[str, Any] = {
        "actor": (),
        "target": (),
        "instrument": None,
        "rate_pct": None,
        "product": None,
        "date_from": None,
        "date_to": None,
        "speaker": setting.voice,
    } | fields
    return Claim(
        kind=kind, status=status, quote=text[start:end], start=start, end=end, rule=rule, **given
    )


def behind_dateline(setting: Setting, clause: Clause, first: int, last: int) -> int:
    """The first token behind `WASHINGTON, October 10, 2025 -`, where a quote begins with that."""
    tokens = clause.sentence.tokens
    head = DATELINE.match(setting.folded.text, tokens[first].start) if first == 0 else None
    if head is None:
        return first
    return next((i for i in range(first, last) if tokens[i].start >= head.end()), first)


def stretch(clause: Clause, object_last: int) -> int:
    """The end of the shortest stretch: before a participle that tells more about the object."""
    for verb in clause.verbs:
        told_more = verb.form == "ing" and verb.first > object_last
        if told_more and verb.first - clause.first > 4 and verb.any("threaten", "impose", "lift"):
            return verb.first
    return clause.last


def trimmed(clause: Clause, first: int, last: int) -> tuple[int, int]:
    """Token places without joints and stops at the ends; at least one token stays."""
    sentence = clause.sentence
    while first < last - 1 and sentence.lower(first) in LEADING:
        first += 1
    while last > first + 1 and sentence.lower(last - 1) in TRAILING:
        last -= 1
    return first, last


def tense_of(clause: Clause, verb: Verb | None) -> int:
    """1 for what is to come, -1 for what is past, 0 where the verb does not tell."""
    if verb is None:
        return 0
    if verb.mood or verb.infinitive:
        return 1
    return -1 if verb.form in ("past", "part") else 0


def told(setting: Setting, clause: Clause, tense: int, whole: bool = False) -> list[When]:
    """The dates of a clause, or of its whole sentence."""
    tokens = clause.sentence.tokens
    if whole:
        first, last = 0, len(tokens)
    else:
        first, last = clause.first, clause.last
    text, start = setting.folded.text, tokens[first].start
    head = DATELINE.match(text, start) if first == 0 else None
    start = head.end() if head else start
    found = dates_within(setting, start, tokens[last - 1].end, tense)
    return found if whole else [w for w in found if not of_next(setting, clause, w)]


def dates_within(setting: Setting, start: int, end: int, tense: int) -> list[When]:
    """The dates between two places of the plain copy; the same stretch is read only once."""
    known = setting.dated.get((start, end, tense))
    if known is None:
        text, anchor = setting.folded.text, Anchor(setting.document.date, tense)
        known = joined(text, dates(text, start, end, anchor))
        setting.dated[start, end, tense] = known
    return known


def of_next(setting: Setting, clause: Clause, when: When) -> bool:
    """True for a date at the end of a clause that opens the next: `, and in October, they met`."""
    text, sentence = setting.folded.text, clause.sentence
    if clause.last >= len(sentence.tokens) or when.end < sentence.tokens[clause.last - 1].start:
        return False
    before = text[sentence.tokens[clause.first].start : when.start]
    return OPENS_NEXT.search(before) is not None and text[when.end : when.end + 1] == ","


def fronted(setting: Setting, clause: Clause, tense: int) -> list[When]:
    """The date put before a clause: `Starting Sunday, they`, `March 1: they`, `in April when`."""
    text, tokens = setting.folded.text, clause.sentence.tokens
    if clause.first == 0:
        return []
    begin, end = tokens[0].start, tokens[clause.first].start
    listed = clause.sentence.lower(clause.first - 1) == ":"
    tense = -1 if listed and tense == 0 else tense
    for when in dates_within(setting, begin, end, tense)[-1:]:
        head = text[begin : when.start]
        after = text[when.end : end].strip().lower()
        opens = AHEAD.fullmatch(head) is not None or OPENS_NEXT.search(head) is not None
        if (opens and after in (",", ":", "")) or after in ("when", ", when"):
            return [when]
    return []


def word_before(setting: Setting, when: When, words: tuple[str, ...]) -> bool:
    """True where one of the words stands just before a date, or begins it."""
    text = setting.folded.text
    before = text[max(0, when.start - 24) : when.start].lower().rstrip()
    before = before.removesuffix(" the").rstrip(" ,(")
    before = before.removesuffix(" end of").removesuffix(" the")
    clock = CLOCK.search(text, max(0, when.start - 70), when.start)
    if clock:
        before = text[max(0, clock.start() - 24) : clock.start()].lower().rstrip()
    inside = text[when.start : when.end].lower()
    return any(ends_with_word(before, w) or inside.startswith(w + " ") for w in words)


def ends_with_word(text: str, word: str) -> bool:
    """True where the text ends with the whole word."""
    return text.endswith(word) and (len(text) == len(word) or not text[-len(word) - 1].isalpha())


def term_of(setting: Setting, clause: Clause, whole: bool = False) -> int | None:
    """Days of the term told in a clause: `for 90 days`, `a 90-day truce`."""
    tokens = clause.sentence.tokens
    first, last = (0, len(tokens)) if whole else (clause.first, clause.last)
    found = durations(setting.folded.text, tokens[first].start, tokens[last - 1].end)
    for start, end, days in found:
        before = setting.folded.text[max(0, start - 14) : start].lower()
        after = setting.folded.text[end : end + 12].lower()
        if after.lstrip().startswith(("ago", "earlier", "from now", "later")):
            continue
        if "-" in setting.folded.text[start:end] or "for " in before or "period of " in before:
            return days
        if before.rstrip().endswith(("another", "additional", "further", "by", "by another", "a")):
            return days
    return None
