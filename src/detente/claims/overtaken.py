"""Marks a claim that its own text says no longer holds: replaced, superseded, no longer applied."""

from __future__ import annotations

from dataclasses import replace

from detente.claims.claim import Claim
from detente.claims.sentence import Sentence
from detente.claims.setting import Setting

KINDS = ("measure", "deadline", "fact", "talks")


def marked(setting: Setting, sentence: Sentence, claim: Claim) -> Claim:
    """The claim, `superseded` where a cue of being overtaken stands in or behind its quote.

    The cue must follow what it tells about: in `the 10% duty has been replaced by one of 25%`
    the first rate is superseded and the second is not.
    """
    if claim.kind not in KINDS:
        return claim
    for cue in sentence.cues:
        if cue.cls != "superseded":
            continue
        start, _ = setting.folded.span(
            sentence.tokens[cue.first].start, sentence.tokens[cue.last - 1].end
        )
        if claim.start <= start < claim.end and not negated(sentence, cue.first):
            return replace(claim, superseded=True)
    return claim


def negated(sentence: Sentence, place: int) -> bool:
    """True in `has not been replaced`."""
    return sentence.lower(place - 1) in ("not", "never") or "not" in (
        sentence.lower(place),
        sentence.lower(place + 1),
    )
