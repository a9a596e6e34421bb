"""Forms of English verbs and nouns, made from the base form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

VOWELS = "aeiou"
SIBILANTS = ("s", "x", "z", "ch", "sh")


def third(verb: str) -> str:
    """impose -> imposes, apply -> applies, push -> pushes, go -> goes."""
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ies"
    if verb.endswith(SIBILANTS) or verb in ("go", "veto", "do"):
        return verb + "es"
    return verb + "s"


def past(verb: str, doubled: bool) -> str:
    """impose -> imposed, apply -> applied, ban -> banned."""
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if doubled else "") + "ed"


def gerund(verb: str, doubled: bool) -> str:
    """impose -> imposing, ban -> banning, agree -> agreeing."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and len(verb) > 2:
        return verb[:-1] + "ing"
    return verb + (verb[-1] if doubled else "") + "ing"


def forms_of(
    phrase: str, irregular: Mapping[str, list[str]], doubled: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Form and text: base, s, past, part and ing, of a verb that may be a phrase."""
    verb, space, rest = phrase.partition(" ")
    stem, hyphen, last = verb.rpartition("-")
    tail = space + rest
    twice = last in doubled
    if last == "be":
        for form, word in (("s", "is"), ("s", "are"), ("past", "was"), ("past", "were")):
            yield form, word + tail
    before, done = irregular[last] if last in irregular else [past(last, twice), past(last, twice)]
    head = stem + hyphen
    yield "base", phrase
    yield "s", head + third(last) + tail
    yield "past", head + before + tail
    if done != before:
        yield "part", head + done + tail
    yield "ing", head + gerund(last, twice) + tail


def plural_of(phrase: str) -> str:
    """The plural of a noun phrase, made at its last word."""
    head, space, noun = phrase.rpartition(" ")
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        many = noun[:-1] + "ies"
    elif noun.endswith(SIBILANTS):
        many = noun if noun.endswith("s") else noun + "es"
    else:
        many = noun + "s"
    return head + space + many
