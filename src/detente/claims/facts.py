"""Facts: trade figures, average duties, deals that were struck."""

from __future__ import annotations

import re

from detente.claims.acts import duty_rates, ends_of
from detente.claims.amounts import money
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.making import make, told
from detente.claims.parties import code_of, subject_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

DEAL_VERBS = words("deal_verbs")
MOVES = words("moves")
MOVEMENTS = words("movements")
DATA = words("data_words")
MARKETS = words("markets")
LISTING = words("listing")
NOT_YET = words("not_yet")
TRADE_FIGURES = words("trade_figures")


def deal_struck(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """`signed several trade deals with the UK`, `announced a framework agreement`."""
    sentence = clause.sentence
    nouns = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    deal = next((m for m in nouns if m.entry.detail in ("deal", "truce")), None)
    if deal is None:
        return None
    struck = next((v for v in clause.verbs if strikes(v) and v.first < deal.first), None)
    if deal.entry.detail == "truce" and struck is None:
        return None
    behind = sentence.of(sentence.names, deal.last, clause.last, "party", "group")
    if struck is None and not (behind and listed_deal(clause, deal)):
        return None
    subject = subject_of(setting, clause, struck) if struck else None
    both = subject is not None and len(subject.codes) > 1
    if not behind and not setting.official and not (both or leaders(clause, struck)):
        return None
    actor = subject.codes if subject and subject.codes else (setting.home,)
    target: list[str] = []
    for mention in behind:
        target += [c for c in code_of(mention) if c not in actor and c not in target]
    return make(
        setting, clause, "fact", None, "deal-struck", actor=actor, target=tuple(target),
        instrument=deal.value, date_from=day_struck(setting, clause), speaker=speaker,
    )  # fmt: skip


def leaders(clause: Clause, struck: Verb | None) -> bool:
    """True where people of two places are the subject: the leaders who made the deal."""
    if struck is None:
        return False
    named = clause.sentence.of(clause.sentence.names, clause.first, struck.first, "person")
    return len({m.entry.detail for m in named}) > 1


def strikes(verb: Verb) -> bool:
    """True for a verb that tells of a deal that was made."""
    made = verb.form in ("past", "part") and not verb.mood and not verb.negated
    return made and verb.base in DEAL_VERBS


def listed_deal(clause: Clause, deal: Mention) -> bool:
    """True where a clause only names deals that exist: `include trade agreements with`."""
    sentence = clause.sentence
    named = sentence.lower(deal.last) in ("with", "between")
    named = named or sentence.lower(deal.first - 1) == "'s"
    return named and clause.has(*LISTING) and not clause.has(*NOT_YET)


def day_struck(setting: Setting, clause: Clause) -> str | None:
    """When a deal was made; an official text may say `Today` at the head of the sentence."""
    whens = [w for w in told(setting, clause, -1) if w.first]
    if not whens and setting.official:
        whens = [w for w in told(setting, clause, -1, True) if w.kind == "today"]
    return whens[0].first if whens else None


def figure(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """`a record trade surplus`, `goods trade was $148 billion`, `the average tariff is 5%`."""
    sentence = clause.sentence
    moved = clause.has(*MOVEMENTS) and clause.has("%", "percent", "per cent")
    if clause.has(*MARKETS) or (setting.official and moved):
        moved = False
    if sentence.cue(clause.first, clause.last, "fact") is None and not moved:
        return None
    sums = list(money(setting.folded.text, *ends_of(clause)))
    if not sums and not measured(setting, clause):
        return None
    rates = duty_rates(setting, clause) if clause.has("tariff", "tariffs", "duty") else []
    if rates and not clause.has("average"):
        return None
    subject = subject_of(setting, clause, None)
    actor = subject.codes if subject else ()
    whens = [w for w in told(setting, clause, -1) if w.first]
    return make(
        setting, clause, "fact", None, "figure", actor=actor[:2] or setting.parties[:1],
        instrument="tariff" if rates else None, rate_pct=rates[0].value if rates else None,
        amount=sums[0][2] if sums else None, unit=sums[0][3] if sums else None,
        date_from=whens[0].first if whens else None, speaker=speaker,
    )  # fmt: skip


def measured(setting: Setting, clause: Clause) -> bool:
    """True where a percentage or, outside official texts, a movement of trade is told."""
    first, last = ends_of(clause)
    text = setting.folded.text[first:last]
    if "%" in text or "percent" in text or "per cent" in text:
        return True
    counted = re.search(r"\d", text) is not None or clause.has(*DATA)
    if clause.has(*MOVEMENTS) and counted and not setting.official:
        return True
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    if clause.has("not") or any(m.entry.detail in ("duty", "restriction") for m in nouns):
        return False
    if setting.official or (clause.joint == "with" and not clause.has("surplus", "deficit")):
        return False
    moved = any(clause.sentence.lower(i) in MOVES for i in range(clause.first, clause.last))
    return moved and clause.has(*TRADE_FIGURES)
