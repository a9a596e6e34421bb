"""Which instrument an act is about: bare words made precise by what stands near."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.clauses import Clause
from detente.claims.inherent import inherent_instrument
from detente.claims.lexicon import rows, texts
from detente.claims.rates import duty_rates
from detente.claims.setting import Setting
from detente.claims.tokens import Mention

ANAPHORA = frozenset({"that", "those", "said", "remaining", "modified", "such"})
NAMED_BY_RULE = {
    "divests": "divestment",
    "exempts": "tariff_exclusion",
    "accepts": "non_tariff_measure",
    "accepts-noun": "non_tariff_measure",
    "buys-noun": "purchase_commitment",
    "invests-noun": "investment_commitment",
    "opens-noun": "market_access",
}


def instrument_of(setting: Setting, clause: Clause, act: Act, own: str | None) -> str | None:
    """The instrument; the law of an order is that of its own government's duties only."""
    found = instrument_id(setting, clause, act)
    if found is None and setting.unilateral and act.rule == "suspends":
        return setting.own_duty
    return "tariff" if found and found == setting.own_duty and own is None else found


def instrument_id(setting: Setting, clause: Clause, act: Act) -> str | None:
    """The instrument of an act, bare words refined by what stands near."""
    if act.rule in ("buys", "promised-sum"):
        verb = act.verb.base if act.verb else ""
        if act.object is not None and act.object.cls == "instrument":
            return act.object.value
        if act.rule == "promised-sum":
            return "market_access"
        return "investment_commitment" if verb in ("invest", "pour") else "purchase_commitment"
    by_rule = instrument_by_rule(setting, act)
    if by_rule or act.rule in ("goes-on", "signs", "inherent"):
        return by_rule
    if act.object is None:
        return "tariff" if duty_rates(setting, clause) else None
    if act.object.cls in ("flow", "product"):
        if act.object.value in ("purchase", "buying") or act.object.value == "import":
            allowed = act.verb is not None and act.verb.base in ("allow", "unblock", "reopen")
            freed = act.rule == "frees-goods" and not allowed
            return "purchase_commitment" if freed else "import_restriction"
        return "export_control"
    if act.object.value == "anaphor":
        return setting.last_instrument or setting.own_duty
    return refined(setting, clause, act.object)


def instrument_by_rule(setting: Setting, act: Act) -> str | None:
    """The instrument of a rule that knows it: from its own name, the verb, or what was told."""
    if act.rule in NAMED_BY_RULE:
        return NAMED_BY_RULE[act.rule]
    if act.rule == "signs":
        return setting.own_duty or (act.object.value if act.object else None)
    if act.rule == "inherent":
        return inherent_instrument(setting, act.verb)
    return setting.last_instrument if act.rule == "goes-on" else None


def refined(setting: Setting, clause: Clause, instrument: Mention) -> str:
    """`tariff` and bare words of restriction made precise by the words of the clause."""
    value = instrument.value
    if value not in ("tariff", "restriction"):
        return "non_tariff_measure" if value == "norm" else value
    tokens = clause.sentence.tokens
    text = setting.folded.text[tokens[clause.first].start : tokens[clause.last - 1].end].lower()
    cls = "duty" if value == "tariff" else "restriction"
    if clause.has(*ANAPHORA) and clause.sentence.block.role != "":
        ends = clause.sentence.tokens[-1].end
        text = setting.folded.text[clause.sentence.start : ends].lower() if cls == "duty" else text
    if cls == "duty" and setting.own_duty and setting.unilateral and not named_law(text):
        return setting.own_duty
    for row in rows(setting.lexicon.rows["refine"]):
        near = texts(row["near"])
        if row.get("only", cls) != cls or (cls == "duty" and row["instrument"] == "exit_ban"):
            continue
        if not near or any(word.lower() in text for word in near):
            return str(row["instrument"])
    return value


def named_law(text: str) -> bool:
    """True where words name another duty than the one that the document is about."""
    return any(word in text for word in ("fentanyl", "reciprocal", "section 232", "section 301"))
