"""What a date belongs to: a day of saying, the name of a law, another deed, a baseline."""

from __future__ import annotations

import re

from detente.claims.clauses import Clause
from detente.claims.dates import When
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.words import words

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
NAMED_BY_DAY = words("named_by_day")
PARTICIPLE = re.compile(r" (?:released|issued|published|posted|signed|dated) (?:on |in )?$")
BEFORE_NOW = re.compile(
    r"\b(?:initially|previously|originally|first|already|earlier) (?:[a-z]+ed|set|put)"
    r"(?: [a-z]+)? (?:on |in )?$"
)
LISTED_MONTHS = re.compile(r" (?:on|in) (?:[A-Z][a-z]{2,8},? (?:and )?)+")
DEAL_VERBS = words("deal_verbs")
SHOWS = frozenset({"reveal", "release", "publish"})
EFFECTIVE = words("effective_verbs")
COMPARED = re.compile(r"(?:\bthan\b|\bcompared (?:to|with)\b|\bversus\b)[^,;]*$")


def when_said(clause: Clause, when: When) -> bool:
    """True for the day of saying: `said on Friday that`, `on Friday said`, `told N on Friday,`."""
    if when.kind not in ("weekday", "today", "relative"):
        return False
    tokens = clause.sentence.tokens
    for verb in clause.sentence.verbs:
        threat = verb.base == "threaten" and verb.form == "past"
        if not (verb.any("say") or threat) or verb.any("announce"):
            continue
        first, last = tokens[verb.first].start, tokens[verb.last - 1].end
        if 0 <= when.start - last <= 4:
            return True
        if first - when.end == 1 and verb.base not in SHOWS:
            return True
        if last < when.start and closes(clause, verb, when):
            return True
    return False


def closes(clause: Clause, verb: Verb, when: When) -> bool:
    """True for a day soon behind a verb of saying, no other verb between, that ends its part."""
    sentence = clause.sentence
    tokens = sentence.tokens
    behind = next((i for i, t in enumerate(tokens) if t.start >= when.end), len(tokens))
    between = [v for v in sentence.verbs if verb.last <= v.first < behind]
    acts = verb.any("impose", "raise", "cut", "lift", "suspend") or verb.base == "add"
    if acts or when.kind == "relative":
        return False
    ends = behind >= len(tokens) or tokens[behind].text in (".", ",", "that", ";", '"')
    return ends and not between and behind - verb.last <= 9


def behind_announcement(clause: Clause, when: When) -> bool:
    """True for a day right behind or before `announced`, where what is announced follows."""
    tokens = clause.sentence.tokens
    for verb in clause.sentence.verbs:
        if not verb.any("announce") or verb.form not in ("past", "part") or verb.passive:
            continue
        behind = when.start - tokens[verb.last - 1].end
        if 0 <= behind <= 4 and clause.sentence.lower(verb.last) != "by":
            return True
    return False


def of_legal_act(setting: Setting, when: When) -> bool:
    """True for the date in the name of a law or order: `Executive Order 14257 of April 2, 2025`."""
    before = setting.folded.text[max(0, when.start - 46) : when.start].lower()
    return before.endswith((" of ", " no. 4 of ", " dated ")) and any(
        w in before for w in LEGAL_ACT
    )


def attributive(setting: Setting, when: When) -> bool:
    """True where a date names a thing: `the September 2018 action`, `its 2018 countermeasures`."""
    if when.kind == "weekday":
        return False
    behind = re.match(r"\s([A-Za-z]+)", setting.folded.text[when.end : when.end + 24])
    return behind is not None and behind[1].lower() in NAMED_BY_DAY


def of_other_deed(clause: Clause, act: Verb | None, when: When) -> bool:
    """True where the verb before a date is another deed: `the duty it imposed on September 1`.

    What takes effect, and what a deed asks for or allows, is the deed itself.
    """
    tokens = clause.sentence.tokens
    if BEFORE_NOW.search(clause.sentence.text, max(0, when.start - 60), when.start):
        return True
    if act is not None and signed_then(clause, act, when):
        return True
    before = [v for v in clause.sentence.verbs if tokens[v.last - 1].end <= when.start]
    before = [v for v in before if v.first >= clause.first]
    if act is None or tokens[act.last - 1].end > when.start:
        return False
    behind = clause.sentence.text[tokens[act.last - 1].end : when.start]
    if PARTICIPLE.search(behind):
        return True
    if not before or before[-1] is act or before[-1].first < act.first:
        return False
    last = before[-1]
    done = last.form in ("past", "part") and not last.mood and not last.infinitive
    if any(m.first <= last.first < m.last for m in clause.sentence.nouns):
        return False
    between = clause.sentence.text[tokens[last.last - 1].end : when.start]
    beside = len(between) <= 4 or LISTED_MONTHS.fullmatch(between) is not None
    its_own = clause.sentence.lower(last.first - 1) in ("it", "they", "he", "she")
    beside = beside or (its_own and len(between) < 60 and "," not in between)
    return done and (beside or last.base in DEAL_VERBS) and last.base not in EFFECTIVE


def signed_then(clause: Clause, act: Verb, when: When) -> bool:
    """True in `Today, X signed an order imposing`: the day of the signing, no day of the duty."""
    tokens = clause.sentence.tokens
    signs = next((v for v in clause.sentence.verbs if v.base == "sign" and v.form == "past"), None)
    return signs is not None and signs.first <= act.first and when.end <= tokens[signs.first].start


def of_baseline(setting: Setting, when: When) -> bool:
    """True in `above the 2017 level`, `from a baseline of $9 billion in 2017`."""
    text = setting.folded.text
    behind = text[when.end : when.end + 12].lower()
    before = text[max(0, when.start - 40) : when.start].lower()
    return behind.lstrip().startswith(("level", "baseline")) or "baseline" in before


def compared(setting: Setting, clause: Clause, when: When) -> bool:
    """True for the other end of a comparison: `slower than in July`, `from $71 billion in May`."""
    text = setting.folded.text
    before = text[clause.sentence.tokens[clause.first].start : when.start].lower()
    moved = re.match(r"[^,;]{0,4} to\b", text[when.end : when.end + 12])
    return COMPARED.search(before) is not None or (moved is not None and " from " in before)


def announced_then(setting: Setting, when: When) -> bool:
    """True where the date tells when the suspended or lifted thing was announced or imposed."""
    before = setting.folded.text[max(0, when.start - 30) : when.start].lower()
    return any(w in before for w in ("announced", "imposed", "introduced", "unveiled", "adopted"))
