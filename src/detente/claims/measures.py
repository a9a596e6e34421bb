"""Measures: what a government imposed, raised, suspended, lifted, kept, promised or threatened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.claims.act import Act
from detente.claims.beneficiaries import for_others, subjected
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.days import dated
from detente.claims.effective import from_when
from detente.claims.exempting import sides_spared
from detente.claims.figures import rated, summed
from detente.claims.goods import product_of
from detente.claims.instruments import instrument_of
from detente.claims.levies import keep, unnamed
from detente.claims.lexicon import texts
from detente.claims.making import make, stretch
from detente.claims.parties import (
    Subject,
    actor_of,
    agent_of,
    code_of,
    names_before,
    owner_of,
    subject_of,
)
from detente.claims.setting import Setting
from detente.claims.statuses import not_yet, status_of, told_of_others
from detente.claims.targets import target_of
from detente.claims.tokens import Mention
from detente.claims.words import words

INTRANSITIVE = words("intransitive")
ENDS = frozenset({"rescission", "repeal", "removal", "elimination", "withdrawal", "end"})


def measures(setting: Setting, clause: Clause, act: Act, speaker: str | None) -> Iterator[Claim]:
    """Claims of an act: one for each rate that it carries."""
    status, promised = status_named(clause, act) or status_of(setting, clause, act)
    actor = actor_of(setting, clause, act.verb)
    codes, target = sides_of(setting, clause, act, actor.codes)
    codes, target = for_others(setting, clause, act, (codes, target))
    if setting.official and act.rule == "names":
        codes, target = subjected(setting, clause, act, (codes, target))
    codes = codes or ((setting.home,) if setting.home else ())
    setting.acted = codes
    own = setting.own_duty if codes == (setting.home,) else None
    setting.acted_status = status
    instrument = instrument_of(setting, clause, act, own)
    codes, target = by_law(setting, instrument, codes, target)
    claim = make(
        setting,
        clause,
        "measure",
        status,
        act.rule,
        first=min(clause.first, act.object.first) if act.object else clause.first,
        last=stretch(clause, act.object.last) if act.object else clause.last,
        actor=codes,
        target=target,
        instrument=instrument,
        product=product_of(clause, act.object),
        speaker=speaker,
        commitment=promised,
        negated=bool(act.verb and act.verb.negated),
        conditional=clause.sentence.cue(clause.first, clause.last, "condition") is not None,
    )
    if claim.status == "threatened" and claim.speaker is None:
        claim = replace(claim, speaker=actor.person)
    setting.last_instrument = claim.instrument
    claim = dated(setting, clause, act, claim)
    if not any(v.base == "sign" for v in clause.verbs):
        claim = replace(claim, date_from=claim.date_from or from_when(setting, claim))
    claim = not_yet(setting, claim)
    setting.acted_from = claim.date_from or (setting.acted_from if setting.official else None)
    claim = summed(setting, clause, claim)
    for found in rated(setting, clause, claim):
        keep(setting, found)
        yield found


def by_law(
    setting: Setting, instrument: str | None, codes: tuple[str, ...], target: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sides of a duty under a law of one place: that place levies it."""
    levier = str(setting.lexicon.rows["levier"])
    if instrument not in texts(setting.lexicon.rows["levied"]) or len(codes) != 1:
        return codes, target
    turned = codes[0] != levier and target == (levier,)
    return (target, codes) if turned else (codes, target)


def sides_of(
    setting: Setting, clause: Clause, act: Act, actor: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who acts and upon whom: owners of the instrument and those behind it go before context."""
    known = sides_known(setting, clause, act) or unnamed(setting, clause, act)
    if known:
        return known
    owner = owner_of(clause.sentence, act.object) if act.object else ()
    own = own_act(setting, clause, act, owner)
    if own:
        return own
    listed = clause.sentence.block.bullet and not setting.official
    if listed and act.verb is None and setting.owned:
        actor = owner or setting.owned
    elif act.verb is None or spoken_before(clause):
        actor = owner or said_before(clause) or setting.acted or actor
    ahead = act.verb is not None and act.object is not None and act.object.last <= act.verb.first
    if owner and (ahead or act.rule in ("names", "keeps", "suspends", "lifts")):
        actor = owner
    if act.object is not None and len(actor) == 1:
        behind = set(target_of(setting, clause, act.object, ())) - set(setting.parties)
        aimed = target_of(setting, clause, act.object, ())
        if aimed == actor and not behind and setting.other(actor) and act.verb is None:
            return setting.other(actor), actor
    ahead = act.verb is not None and act.object is not None and act.object.last <= act.verb.first
    passive = act.verb is not None and (
        act.verb.passive or (act.verb.base in INTRANSITIVE and ahead)
    )
    if passive and act.object is not None and not owner and not agent_of(clause, act.verb):
        return unowned(setting, clause, act.object, actor)
    before = act.verb.first if act.verb else clause.first
    nouns = clause.sentence.of(clause.sentence.nouns, clause.first, before, "instrument")
    spoken = (
        clause.sentence.lower(clause.first) in ("it", "this", "that", "which") and setting.of_truce
    )
    if act.rule == "suspends" and (
        spoken or any(m.entry.detail in ("truce", "deal") for m in nouns)
    ):
        return setting.parties, setting.parties
    target = target_of(setting, clause, act.object, actor)
    return turned(setting, clause, act, actor, target)


def spoken_before(clause: Clause) -> bool:
    """True in `these include a ban on`: whose act it is was told before."""
    head = clause.sentence.lowers[clause.first : clause.first + 2]
    return not {"this", "these"}.isdisjoint(head) or clause.has("include", "includes", "including")


def said_before(clause: Clause) -> tuple[str, ...]:
    """Who acts in `Peru agreed to open its market, including by`: the subject before the comma."""
    if clause.joint != "including":
        return ()
    return next((code_of(m) for m in names_before(clause, clause.first, opening=True)), ())


def sides_known(
    setting: Setting, clause: Clause, act: Act
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Sides of acts whose doer no word tells: as told before, or who forces a sale."""
    if act.rule == "divests":
        forcing = (str(setting.lexicon.rows["levier"]),)
        return forcing, setting.other(forcing)
    if act.rule.endswith("-noun") and setting.home and not setting.lead:
        other = setting.other((setting.home,))
        owner = owner_of(clause.sentence, act.object) if act.object else ()
        return (
            (owner, setting.other(owner))
            if owner and owner != (setting.home,)
            else (other, (setting.home,))
        )
    if act.rule == "exempts" and setting.unilateral:
        return (setting.home,), sides_spared(setting, clause, act) or setting.facing or ("*",)
    if act.rule == "goes-on" and setting.acted:
        return setting.acted, target_of(setting, clause, None, setting.acted)
    return None


def own_act(
    setting: Setting, clause: Clause, act: Act, owner: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Sides of what an order, notice or announcement imposes where nobody else is its subject."""
    if not setting.unilateral or (owner and owner != (setting.home,)):
        return None
    if told_of_others(setting, clause, act):
        return None
    agent = agent_of(clause, act.verb)
    subject = subject_of(setting, clause, act.verb) if act.verb and not act.verb.passive else None
    lasting = act.verb is None or act.verb.base in INTRANSITIVE
    doer = agent or (None if lasting or heads_noun(clause, subject) else subject)
    if (doer and doer.codes and doer.codes != (setting.home,)) or setting.lead:
        return None
    home = (setting.home,)
    return home, target_of(setting, clause, act.object, home)


def heads_noun(clause: Clause, subject: Subject | None) -> bool:
    """True where a name only says whose goods or firms the subject is: `37 PRC entities`."""
    if subject is None:
        return False
    name = next((m for m in clause.sentence.names if m.first == subject.first), None)
    return name is not None and name.entry.detail == "adjective"


def unowned(
    setting: Setting, clause: Clause, instrument: Mention, actor: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sides of a duty that nobody is said to levy: by those it hits, else as just spoken of."""
    hit = target_of(setting, clause, instrument, ())
    named = behind_names(clause, instrument)
    if named and hit:
        doer = setting.other(hit) or ((setting.home,) if setting.home not in hit else ())
        return doer[:1] or setting.acted or actor, hit
    doer = setting.lead or setting.acted or actor
    return doer, target_of(setting, clause, instrument, doer)


def behind_names(clause: Clause, instrument: Mention) -> bool:
    """True where a place is named behind an instrument, as its target or owner of goods."""
    sentence = clause.sentence
    return bool(sentence.of(sentence.names, instrument.last, clause.last, "party", "group"))


def status_named(clause: Clause, act: Act) -> tuple[str, bool] | None:
    """The status that a noun tells: a suspension kept, an end announced."""
    if names_suspension(clause, act):
        return "suspended", False
    return ("lifted", False) if names_end(clause, act) else None


def names_suspension(clause: Clause, act: Act) -> bool:
    """True in `maintain the suspension of heightened tariffs`."""
    if act.object is None or act.rule not in ("keeps", "prolongs", "announces", "imposes"):
        return False
    if act.rule == "imposes" and act.verb and act.verb.passive:
        return False
    if act.verb and clause.sentence.lower(act.verb.last) in ("suspended", "paused", "frozen"):
        return True
    words = clause.sentence.words(clause.first, act.object.first).lower()
    return "suspension of" in words or "pause on" in words or "pause of" in words


def names_end(clause: Clause, act: Act) -> bool:
    """True in `announced the rescission of the rule`."""
    if act.object is None or act.rule != "announces":
        return False
    before = clause.sentence.lowers[max(clause.first, act.object.first - 6) : act.object.first]
    return not ENDS.isdisjoint(before) and "of" in before


def turned(
    setting: Setting, clause: Clause, act: Act, actor: tuple[str, ...], target: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who pays or faces a duty does not levy it: turn the two around."""
    verb = act.verb
    pays = verb is not None and verb.base in ("pay", "face", "be hit")
    subjected = clause.has("subject") and verb is not None and verb.passive
    levier = str(setting.lexicon.rows["levier"])
    nobody = verb is not None and not any(
        clause.first <= m.first < verb.first for m in clause.sentence.names
    )
    if pays and nobody and levier in setting.parties and not clause.has("they", "it", "most"):
        return (levier,), setting.other((levier,))
    if pays:
        others = setting.other(actor)
        if not others and setting.home not in actor:
            others = (setting.home,)
        return others[:1] or (levier,), actor
    if subjected and target:
        return setting.other(target) or actor, target
    return actor, target
