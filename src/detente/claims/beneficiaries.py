"""Whose goods a measure is about: nobody opens a market to its own goods, or levies on them."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.parties import code_of
from detente.claims.setting import Setting
from detente.claims.tokens import Mention

EASING = frozenset({"lifts", "accepts", "settles", "opens", "grants", "supplies", "frees-goods",
                    "buys", "promised-sum", "buys-noun", "opens-noun", "ends-noun"})  # fmt: skip
OWNED = frozenset({"accepts", "buys-noun", "opens-noun"})
GOODS = frozenset({"good", "goods", "article", "articles", "product", "products", "imports",
                   "import", "vehicles", "automobiles", "exports"})  # fmt: skip
OPENING = frozenset({"opens", "accepts", "grants", "opens-noun"})

Sides = tuple[tuple[str, ...], tuple[str, ...]]


def for_others(setting: Setting, clause: Clause, act: Act, sides: Sides) -> Sides:
    """The sides of what a deal eases, turned where the doer would ease it for its own goods."""
    actor, target = sides
    if not (setting.official and (setting.deal or setting.joint)) or act.rule not in EASING:
        return sides
    if not actor and target == (setting.home,) and not setting.joint:
        return setting.other(target), target
    if len(actor) != 1 or actor[0] not in setting.parties:
        return sides
    other = tuple(code for code in setting.parties if code not in actor)
    place = opened_in(clause) if act.rule in OPENING else ()
    if place and place[0] in other and actor[0] != place[0]:
        return place, actor
    mine = any(code_of(m) == actor for m in owners(clause, act))
    named = any(code_of(m) == actor for m in subjects(clause, act))
    return (other, actor) if mine and other and not named else (actor, target)


def owners(clause: Clause, act: Act) -> list[Mention]:
    """Names that say whose goods, firms or farmers are meant: `U.S. beef`, `imports from Peru`."""
    sentence = clause.sentence
    first = act.object.last if act.object and act.rule not in OWNED else clause.first
    names = sentence.of(sentence.names, first, clause.last, "party")
    return [
        m for m in names
        if m.entry.detail == "adjective" and sentence.lower(m.last) not in ("'s", "and", "will")
    ]  # fmt: skip


def subjects(clause: Clause, act: Act) -> list[Mention]:
    """Names of states before the verb: they are said to do it."""
    sentence = clause.sentence
    if act.verb is None or act.verb.passive:
        return []
    names = sentence.of(sentence.names, clause.first, act.verb.first, "party")
    return [m for m in names if m.entry.detail == "name" and sentence.lower(m.first - 1) != "with"]


def opened_in(clause: Clause) -> tuple[str, ...]:
    """Where a market is opened: `access in Peru`, `will be approved in Japan`."""
    sentence = clause.sentence
    names = sentence.of(sentence.names, clause.first, clause.last, "party")
    inside = (m for m in names if "in" in (sentence.lower(m.first - 1), sentence.lower(m.first - 2))
              and m.entry.detail == "name")  # fmt: skip
    return next((code_of(m) for m in inside), ())


def goods_ahead(clause: Clause, place: int) -> tuple[str, ...]:
    """Whose goods stand before a token: `articles of Brazil shall be subject to`."""
    sentence = clause.sentence
    codes: list[str] = []
    for name in sentence.of(sentence.names, clause.first, place, "party", "group"):
        before = [sentence.lower(name.first - i) for i in (1, 2, 3)]
        of = next((i for i, word in enumerate(before) if word in ("of", "from")), -1)
        head = sentence.lower(name.first - of - 2) if of >= 0 else ""
        goods = any(m.cls == "product" and m.last == name.first - of - 1 for m in sentence.nouns)
        joined = bool(codes) and before[0] in ("and", ",", "or")
        if head in GOODS or goods or joined:
            codes += [c for c in code_of(name) if c not in codes]
    return tuple(codes)


def subjected(setting: Setting, clause: Clause, act: Act, sides: Sides) -> Sides:
    """The sides of `imports from Japan will be subject to`: who is subject does not levy."""
    actor, _ = sides
    place = next(
        (i for i in range(clause.first, clause.last) if clause.sentence.lower(i) == "subject"), -1
    )
    owner = goods_ahead(clause, place) if place >= 0 else ()
    if not owner or set(actor) & {setting.home} - set(owner):
        return (actor, owner) if owner else sides
    levier = tuple(c for c in setting.parties if c not in owner) or (setting.home,)
    return (levier[:1], owner) if set(actor) & set(owner) else (actor, owner)
