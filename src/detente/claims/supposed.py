"""Marks what a text only supposes, or tells to deny it: `if talks fail`, `denied that it had`."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.claim import Claim
from detente.claims.sentence import Sentence
from detente.claims.setting import Setting

KINDS = ("measure", "deadline")
CONDITIONS = frozenset({"if", "unless"})
TO_COME = frozenset({"would", "will", "could", "may", "might", "'ll", "'d"})
DENIALS = frozenset({"denied", "denies", "deny", "denying"})


def qualified(setting: Setting, sentence: Sentence, claim: Claim) -> Claim:
    """The claim, `conditional` where its sentence makes it hang on something, `negated` if denied.

    What is told to come under a condition, and not by an official text, is threatened.
    """
    if claim.kind not in KINDS:
        return claim
    first, last = places(setting, sentence, claim)
    if not DENIALS.isdisjoint(sentence.lowers[:last]) and "that" in sentence.lowers[:last]:
        claim = replace(claim, negated=not denied_twice(sentence, last))
    within = supposed_itself(sentence, first)
    told = TO_COME.isdisjoint(sentence.lowers[first:last])
    hangs = not told and any(word in CONDITIONS for word in sentence.lowers)
    if not (within or hangs):
        return claim
    threat = hangs and not within and claim.status == "in_force" and not setting.official
    return replace(claim, conditional=True, status="threatened" if threat else claim.status)


def places(setting: Setting, sentence: Sentence, claim: Claim) -> tuple[int, int]:
    """First and last token of a claim in its sentence."""
    spans = [setting.folded.span(t.start, t.end) for t in sentence.tokens]
    inside = [i for i, (a, b) in enumerate(spans) if a < claim.end and b > claim.start]
    return (inside[0], inside[-1] + 1) if inside else (0, len(spans))


def supposed_itself(sentence: Sentence, first: int) -> bool:
    """True where the claim is the condition: `unless Beijing withdrew the controls`."""
    for place in range(first, max(first - 4, -1), -1):
        if sentence.lower(place) in CONDITIONS:
            return True
        if sentence.lower(place) in (",", ";", "then", '"'):
            return False
    return False


def denied_twice(sentence: Sentence, last: int) -> bool:
    """True in `never denied that`: what is not denied stands."""
    place = next(i for i in range(last) if sentence.lower(i) in DENIALS)
    return not {"not", "never", "n't"}.isdisjoint(sentence.lowers[max(0, place - 3) : place])
