"""Facts: trade figures, average duties, deals that were struck."""

from __future__ import annotations

import re

from detente.claims.amounts import money
from detente.claims.attached import compared, when_said
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.commitments import bought
from detente.claims.dates import When
from detente.claims.making import make, told
from detente.claims.objects import BUY_VERBS
from detente.claims.parties import code_of, subject_of
from detente.claims.rates import duty_rates, ends_of
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
TRADED_WITH = frozenset({"to", "from", "with"})
TRADE_WORDS = words("trade_words")
COMPARING = words("comparing")
DONE = re.compile(r"\b(?:is|was) (?:all |totally |now )?(?:done|complete|completed|final)\b")
NEVER = frozenset({"not", "never", "n't"})
SHIPS = frozenset({"export", "ship", "sell", "send"})
TRADE_FIGURES = words("trade_figures")


def deal_struck(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """`signed several trade deals with the UK`, `announced a framework agreement`."""
    sentence = clause.sentence
    nouns = sentence.of(sentence.nouns, clause.first, clause.last, "instrument")
    deal = next((m for m in nouns if m.entry.detail in ("deal", "truce")), None)
    if deal is None:
        return None
    struck = next((v for v in clause.verbs if strikes(v) and v.first < deal.first), None)
    if struck is not None and not NEVER.isdisjoint(sentence.lowers[clause.first : struck.first]):
        return None
    if struck is None:
        struck = next((v for v in clause.verbs if strikes(v) and done_to(clause, v, deal)), None)
    if struck is not None and yet_to_come(clause, struck, deal):
        return None
    have = struck is None and had_by_us(clause, deal)
    if deal.entry.detail == "truce" and struck is None:
        return None
    behind = sentence.of(sentence.names, deal.last, clause.last, "party", "group")
    if struck is None and not (have or (behind and listed_deal(clause, deal))):
        return None
    subject = subject_of(setting, clause, struck) if struck else None
    both = subject is not None and len(subject.codes) > 1
    if not (behind or have or setting.official or both or leaders(clause, struck)):
        return None
    actor = subject.codes if subject and subject.codes else (setting.home,)
    actor = setting.parties if have and not behind else actor
    target: list[str] = []
    for mention in behind:
        target += [c for c in code_of(mention) if c not in actor and c not in target]
    if len(actor) == len(target) == 1 and "*" not in target:
        actor, target = (*actor, *target), []
    return make(
        setting, clause, "fact", None, "deal-struck", actor=actor, target=tuple(target),
        instrument=deal.value, date_from=day_struck(setting, clause), speaker=speaker,
    )  # fmt: skip


def yet_to_come(clause: Clause, struck: Verb, deal: Mention) -> bool:
    """True in `announced plans to negotiate an agreement`: there is no deal so far."""
    between = (v for v in clause.verbs if struck.last <= v.first < deal.first)
    return any(v.infinitive and v.base in ("negotiate", "conclude", "reach") for v in between)


def had_by_us(clause: Clause, deal: Mention) -> bool:
    """True in `we have a deal`: told as made, by those who made it."""
    sentence = clause.sentence
    behind = clause.sentence.words(deal.last, min(deal.last + 7, clause.last)).lower()
    if DONE.search(behind):
        return True
    near = range(max(clause.first, deal.first - 5), deal.first)
    place = next((i for i in near if sentence.lower(i) in ("have", "got")), None)
    if place is None or not {"not", "if", "until", "no"}.isdisjoint(
        sentence.lowers[clause.first : deal.first]
    ):
        return False
    by_us = {"we", "'ve"} & set(sentence.lowers[max(clause.first, place - 3) : place])
    return bool(by_us) and sentence.lower(place + 1) in ("a", "an", "the", "our")


def done_to(clause: Clause, verb: Verb, deal: Mention) -> bool:
    """True in `a deal has been reached between A and B`."""
    near = 0 <= verb.first - deal.last <= 5
    return verb.passive and near and clause.sentence.lower(verb.last) in ("between", "with", "by")


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
    if not whens and not setting.official:
        whens = [w for w in told(setting, clause, -1, True) if w.kind in ("weekday", "days")]
        whens = [w for w in whens if not when_said(clause, w)]
        whens = whens if len(whens) == 1 else []
    return whens[0].first if whens else None


def figure(setting: Setting, clause: Clause, speaker: str | None) -> Claim | None:
    """`a record trade surplus`, `goods trade was $148 billion`, `the average tariff is 5%`."""
    sentence = clause.sentence
    text = clause.sentence.words(clause.first, clause.last).lower()
    if "would have " in text:
        return None
    moved = clause.has(*MOVEMENTS) and clause.has("%", "percent", "per cent")
    if clause.joint == ",ing" and clause.sentence.lower(clause.first) in COMPARING:
        return None
    on_markets = not MARKETS.isdisjoint(sentence.lowers[: clause.last])
    if on_markets or (setting.official and moved):
        moved = False
    if setting.official and (clause.has("valued", "content") or clause.joint == "if"):
        return None
    sums = list(money(setting.folded.text, *ends_of(clause)))
    passed = (v for v in clause.verbs if v.base in BUY_VERBS or v.base in SHIPS)
    paid = bool(sums) and any(bought(setting, v) for v in passed)
    if sentence.cue(clause.first, clause.last, "fact") is None and not (moved or paid):
        return None
    if not sums and not measured(setting, clause):
        return None
    rates = duty_rates(setting, clause) if clause.has("tariff", "tariffs", "duty") else []
    if rates and not clause.has("average"):
        return None
    actor, target = traders(setting, clause)
    whens = figure_days(setting, clause)
    return make(
        setting, clause, "fact", None, "figure", actor=actor, target=target,
        instrument="tariff" if rates else None, rate_pct=rates[0].value if rates else None,
        amount=sums[0][2] if sums else None, unit=sums[0][3] if sums else None,
        date_from=whens[0].first if whens else None, speaker=speaker,
    )  # fmt: skip


def figure_days(setting: Setting, clause: Clause) -> list[When]:
    """The dates of a figure; one told `as` or `while` something moved shares the day of that."""
    own = told(setting, clause, -1)
    shared = clause.joint in ("as", "while", "when") and not setting.official and not own
    found = told(setting, clause, -1, True) if shared else own
    end = clause.sentence.tokens[clause.first].start
    found = [w for w in found if w.start < end] if shared else found
    found = [w for w in found if w.first and w.kind != "ago" and not when_said(clause, w)]
    found = [w for w in found if not compared(setting, clause, w)]
    return found if not shared or len(found) == 1 else []


def traders(setting: Setting, clause: Clause) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whose trade a figure is about and with whom: `China's exports to Germany`."""
    sentence = clause.sentence
    place = next((i for i in range(clause.first, clause.last) if traded(clause, i)), clause.last)
    behind = sentence.of(sentence.names, place, clause.last, "party", "group")
    near = (m for m in behind if sentence.lower(before_the(clause, m.first)) in TRADED_WITH)
    target = next((code_of(m) for m in near if m.first - place <= 8), ())
    names = sentence.of(sentence.names, clause.first, place, "party")
    owner = next((code_of(m) for m in names if 0 <= place - m.last <= 5), ())
    subject = subject_of(setting, clause, clause.verbs[0] if clause.verbs else None)
    actor = owner or (subject.codes[:2] if subject and not subject.person else ())
    if not actor or actor == target:
        actor = setting.trader if setting.trader != target else ()
    named = (code_of(m) for m in sentence.names if m.cls == "party" and code_of(m) != target)
    actor = actor or next(named, ()) or setting.other(target)[:1] or setting.parties[:1]
    setting.trader = actor if len(actor) == 1 else setting.trader
    return actor, tuple(code for code in target if code not in actor)


def traded(clause: Clause, place: int) -> bool:
    """True at a word for goods or money that pass between places."""
    return clause.sentence.lower(place) in TRADE_WORDS


def before_the(clause: Clause, place: int) -> int:
    """The token before a name, an article passed over."""
    return place - 2 if clause.sentence.lower(place - 1) == "the" else place - 1


def measured(setting: Setting, clause: Clause) -> bool:
    """True where a percentage or, outside official texts, a movement of trade is told."""
    first, last = ends_of(clause)
    text = setting.folded.text[first:last]
    if "%" in text or "percent" in text or "per cent" in text:
        return True
    if clause.has(*MOVEMENTS) and clause.has("third", "half", "quarter") and not setting.official:
        return True
    counted = re.search(r"\d|billions|millions", text) is not None or clause.has(*DATA)
    if clause.has(*MOVEMENTS) and counted and not setting.official:
        return True
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    if clause.has("not") or any(m.entry.detail in ("duty", "restriction") for m in nouns):
        return False
    if setting.official or (clause.joint == "with" and not clause.has("surplus", "deficit")):
        return False
    sentence = clause.sentence
    stood = clause.has("record", "surplus", "deficit", "dominance", "resilient", "worth", "highest")
    moved = any(
        sentence.lower(i) in MOVES
        and (sentence.lower(i) not in ("is", "was") or stood)
        and sentence.lower(i + 1) not in ("back", "with")
        for i in range(clause.first, clause.last)
    )
    return moved and clause.has(*TRADE_FIGURES)
