"""Which rule speaks for a clause: the order in which kinds of statement are tried."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.claims.act import Act
from detente.claims.acts import acts_of, decisions, points_taken, put_on_list
from detente.claims.amending import amended, enforcement_halted
from detente.claims.beginning import begins
from detente.claims.beside import beside
from detente.claims.boilerplate import beside_the_point, skipped
from detente.claims.chances import chancy, foretold, in_passing, uncertain
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.commitments import commitment_of
from detente.claims.concluding import to_be_concluded
from detente.claims.deadlines import deadlines
from detente.claims.divestments import divested
from detente.claims.embedded import embedded
from detente.claims.exchanges import exchanged
from detente.claims.exempting import exempted
from detente.claims.facts import deal_struck, figure
from detente.claims.forecasts import forecast
from detente.claims.inherent import inherent_act
from detente.claims.inquiries import inquiry_told
from detente.claims.lasting import goes_on
from detente.claims.measures import measures
from detente.claims.moods import Mood, deals_agreed, mood_of, official_mood
from detente.claims.named import (
    MEASURE_CLASSES,
    bare_measure,
    court_ruling,
    done_in,
    joined,
    named_measure,
    threats,
)
from detente.claims.nominals import nominal
from detente.claims.occasions import named_meetings
from detente.claims.outcomes import own_outcome, resolved
from detente.claims.rates import duty_rates
from detente.claims.sayings import NO_COMMENT, aside, refusal
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.signing import signed
from detente.claims.speakers import Speaker
from detente.claims.stands import hits_back, judged, obliges, spoken_of, stance, talks_stand
from detente.claims.statements import instrument_in, position, relevant
from detente.claims.talks import agenda, heads_aside, led_by, met_then, several, talks
from detente.claims.truces import suspended_term
from detente.claims.words import words

WHEN_ASKED = re.compile(r"(?:[Ww]hen )?[Aa]sked (?:by |on |about |if |whether |when |how |why )")
ASKED_FOR = words("asked_for")


def claims_of(setting: Setting, clause: Clause, speaker: Speaker | None) -> Iterator[Claim]:
    """The claims of one clause."""
    if later_speaker(clause, speaker):
        speaker = None
    text = clause.sentence.words(clause.first, clause.last)
    if NO_COMMENT.search(text) or WHEN_ASKED.match(text) or beside_the_point(setting, clause, text):
        return
    name = speaker_name(setting, clause, speaker)
    ended = deadlines(setting, clause, name)
    begins = clause.first == 0 and clause.sentence.lower(0) in ("after", "following")
    met = met_then(setting, clause) if ended or begins else None
    yield from (found for found in (ended, met, heads_aside(setting, clause)) if found)
    kinds = {"talks"} if met else set[str]()
    told: list[Claim] = []
    for claim in chosen(setting, clause, speaker, name):
        if ended and (claim.kind in ("talks", "fact") or claim.rule == "position-stance"):
            continue
        kinds.add(claim.kind)
        told.append(claim)
        yield claim
        yield from joined(setting, clause, claim, claim.speaker)
        term = suspended_term(setting, clause, claim) if setting.official else None
        if term:
            yield term
    yield from named_meetings(setting, clause, kinds)
    inquiry = inquiry_told(setting, clause)
    if inquiry and "fact" not in kinds:
        yield inquiry
    yield from beside(setting, clause, told)
    yield from embedded(setting, clause, told)
    for within, act in (*decisions(setting, clause), *threats(setting, clause)):
        for claim in measures(setting, within, act, setting.voice if setting.official else None):
            yield replace(claim, rule="decided")


def later_speaker(clause: Clause, speaker: Speaker | None) -> bool:
    """True where who speaks does so in a later clause that hangs on a word of time."""
    if speaker is None or speaker.verb is None or speaker.first < clause.last:
        return False
    before = clause.sentence.lowers[max(0, speaker.first - 2) : speaker.first]
    return not {"when", "after", "before", "since", "until"}.isdisjoint(before)


def speaker_name(setting: Setting, clause: Clause, speaker: Speaker | None) -> str | None:
    """Who vouches for a clause: the speaker from the verb of saying on, else the document."""
    if setting.quoting:
        return setting.quoting
    if speaker and (speaker.verb is None or speaker.first <= clause.last):
        return speaker.name
    return setting.voice


def chosen(
    setting: Setting, clause: Clause, speaker: Speaker | None, name: str | None
) -> Iterator[Claim]:
    """The claims of a clause besides its deadline: the first rule that fits speaks."""
    reads = official_mood if setting.official and not setting.quoting else mood_of
    mood = reads(setting, clause)
    if of_average(clause):
        average = figure(setting, clause, name)
        if average:
            yield average
            return
    said = (
        amended(setting, clause)
        or aside(setting, clause, speaker)
        or refusal(setting, clause, speaker)
        or shared_claim(setting, clause, name)
    )
    if said:
        yield said
        return
    act = act_in(setting, clause)
    if struck := court_ruling(setting, clause):
        yield from measures(setting, clause, struck, None)
        return
    found = governed_claim(setting, clause, speaker, mood, act)
    if found is None and obliges(setting, clause, speaker, act):
        found = [position(setting, clause, "demand", None, speaker)]
    if found is not None:
        yield from found
        return
    on_table = agenda(setting, clause, name)
    if on_table:
        yield on_table
        return
    told = act is not None and act.verb is not None and act.verb.form == "ing"
    if told and clause.joint == "including" and setting.before == "position":
        return
    if act is not None and not skipped(setting, clause, act):
        yield from done(setting, clause, act, speaker, name)
        return
    yield from without_act(setting, clause, speaker, name)


def shared_claim(setting: Setting, clause: Clause, name: str | None) -> Claim | None:
    """What two governments say that they will work on together, and deals told as agreed."""
    if resolved(setting, clause, only_together=True):
        found = position(setting, clause, "stance", None, None)
        return replace(found, actor=setting.parties, target=())
    if setting.unilateral and deals_agreed(clause):
        return deal_struck(setting, clause, name)
    return None


def done(
    setting: Setting, clause: Clause, act: Act, speaker: Speaker | None, name: str | None
) -> Iterator[Claim]:
    """What an act makes: a measure, or where it is only thought possible a threat or forecast."""
    foreseen = setting.unilateral and act.verb and act.verb.mood == "possible"
    if foreseen:
        yield forecast(setting, clause, act.verb, None, clause.first)
    elif act.verb and act.verb.mood == "possible" and hits_back(setting, clause, speaker):
        yield position(setting, clause, "threat", None, speaker)
    elif act.verb and asked_of(act.verb) and speaker and speaker.code:
        yield position(setting, clause, "demand", act.verb, speaker)
    elif foretold(setting, clause, act.verb, speaker):
        if in_passing(clause):
            return
        yield forecast(setting, clause, act.verb, speaker, opening(clause, speaker))
    else:
        own = speaker is not None and speaker.verb is act.verb and not setting.official
        yield from measures(setting, clause, act, None if own else name)


def of_average(clause: Clause) -> bool:
    """True where a clause tells first of all of an average."""
    first = clause.verbs[0].first if clause.verbs else clause.last
    return "average" in clause.sentence.lowers[clause.first : first]


def asked_of(verb: Verb) -> bool:
    """True in `should remove the duties`: what is told is asked for, and not done."""
    return verb.mood == "obliged" and not verb.negated


def act_in(setting: Setting, clause: Clause) -> Act | None:
    """The act of a clause: of a verb with its object, or told in one of the other ways."""
    return (
        points_taken(setting, clause)
        or exempted(setting, clause)
        or acts_of(setting, clause)
        or inherent_act(setting, clause)
        or put_on_list(clause)
        or nominal(setting, clause)
        or commitment_of(setting, clause)
        or enforcement_halted(setting, clause)
        or begins(setting, clause)
        or goes_on(setting, clause)
        or divested(setting, clause)
    )


def governed_claim(
    setting: Setting, clause: Clause, speaker: Speaker | None, mood: Mood | None, act: Act | None
) -> list[Claim] | None:
    """The claim of a clause that a wish, threat, proposal or forecast governs."""
    unheard = setting.spoken and not relevant(clause)
    if mood is None or unheard or (act and act.verb and act.verb.first < mood.place):
        return None
    if (clause.joint == "who" and act is None) or supposed(clause):
        return []
    if clause.joint == "before" and mood.status == "proposed":
        return []
    tells_more = clause.joint in (",ing", "including") and setting.before == "position"
    if tells_more and mood.status in ("offer", "stance"):
        return []
    instrument = instrument_in(setting, clause)
    if mood.verb and mood.verb.base == "propose" and clause.has(*ASKED_FOR) and instrument:
        return [proposed(setting, clause, mood, speaker)]
    ready = mood.status == "offer" and act is not None and act.rule in ("imposes", "raises")
    if mood.status == "threat" or (ready and clause.has("ready", "prepared")):
        return threat(setting, clause, speaker, mood, act)
    if mood.status == "proposed":
        duty = instrument and instrument.entry.detail in MEASURE_CLASSES
        return [proposed(setting, clause, mood, speaker)] if duty else None
    if mood.status == "forecast":
        if not (relevant(clause) or speaker):
            return None
        return [forecast(setting, clause, mood.verb, speaker, opening(clause, speaker))]
    held = position(setting, clause, mood.status, mood.verb, speaker)
    aside = mood.verb is not None and mood.verb.infinitive
    return [] if aside and not (held.actor or held.speaker) else [held]


def supposed(clause: Clause) -> bool:
    """True for `if the other side insists`: a condition, which nobody holds or demands."""
    place = min((v.first for v in clause.verbs), default=clause.last)
    begins = "if" in clause.sentence.lowers[clause.first : min(clause.first + 4, place)]
    return begins and not any(v.any("say") and v.base != "insist" for v in clause.verbs)


def threat(
    setting: Setting, clause: Clause, speaker: Speaker | None, mood: Mood, act: Act | None
) -> list[Claim] | None:
    """A threatened duty or control; a warning by somebody who could act; else a forecast."""
    instrument = instrument_in(setting, clause)
    duty = instrument is not None and instrument.entry.detail in MEASURE_CLASSES
    duty = duty and instrument is not None and instrument.value != "non_tariff_measure"
    rates = duty_rates(setting, clause)
    who = speaker.name if speaker else None
    able = speaker is None or speaker.code != ""
    if (duty or rates) and able:
        made = Act("threatens", mood.verb, instrument, "threatened", "threatened", "threatened")
        return list(measures(setting, clause, made, who))
    if not able:
        return [forecast(setting, clause, mood.verb, speaker, opening(clause, speaker))]
    return [position(setting, clause, "threat", mood.verb, None if planned(mood.verb) else speaker)]


def planned(verb: Verb | None) -> bool:
    """True for a warning that is only to come: `plans to warn`."""
    return verb is not None and (verb.mood == "future" or verb.infinitive)


def proposed(setting: Setting, clause: Clause, mood: Mood, speaker: Speaker | None) -> Claim:
    """A duty or control under consideration."""
    made = Act(
        "proposes", mood.verb, instrument_in(setting, clause), "proposed", "proposed", "proposed"
    )
    return next(measures(setting, clause, made, speaker.name if speaker else None))


def opening(clause: Clause, speaker: Speaker | None) -> int:
    """Where a quote begins: with the speaker where he or she stands in the clause."""
    if speaker and clause.first <= speaker.first < clause.last:
        return min(speaker.first, clause.first) if speaker.verb else clause.first
    return clause.first


def without_act(
    setting: Setting, clause: Clause, speaker: Speaker | None, name: str | None
) -> Iterator[Claim]:
    """Clauses with no act: talks, deals, forecasts, stances, figures, named measures."""
    own = name if setting.official else None
    named = named_measure(setting, clause)
    told = named is not None and (done_in(clause) or clause.has("subject"))
    first = told_by_text(setting, clause, own)
    if named and told and not first and not spoken_of(setting, clause, named, speaker):
        first = list(measures(setting, clause, named, own))
    if first:
        yield from first
        return
    leader = None if chancy(clause) else led_by(setting, clause, own)
    if leader or hits_back(setting, clause, speaker):
        yield leader or position(setting, clause, "threat", None, speaker)
        return
    if uncertain(setting, clause, speaker):
        last = clause.verbs[-1] if clause.verbs else None
        yield forecast(setting, clause, last, speaker, opening(clause, speaker))
        return
    found = several(setting, clause) or first_of(setting, clause, name)
    talked = bool(found) and found[0].kind == "talks" and not setting.official
    held = talks_stand(clause, found[0], speaker) if talked else None
    if held:
        found = [position(setting, clause, held, None, speaker)]
    if found:
        yield from found
    elif named and not (judged(clause, speaker) or spoken_of(setting, clause, named, speaker)):
        yield from measures(setting, clause, named, own)
    elif stance(setting, clause, speaker) or resolved(setting, clause):
        held = position(setting, clause, "stance", None, speaker)
        yield held if held.actor else replace(held, actor=setting.parties)
    elif (bare := bare_measure(setting, clause)) and speaker is None:
        yield from measures(setting, clause, bare, own)


def told_by_text(setting: Setting, clause: Clause, own: str | None) -> list[Claim]:
    """What an official text tells of itself: the order that was signed, what will come of it."""
    made = signed(setting, clause)
    if made is not None:
        return list(measures(setting, clause, made, own))
    if own_outcome(setting, clause):
        return [forecast(setting, clause, None, None, clause.first)]
    return []


def first_of(setting: Setting, clause: Clause, name: str | None) -> list[Claim]:
    """The first of a deal struck, talks and a figure that a clause tells."""
    for rule in (to_be_concluded, deal_struck, talks, exchanged, figure):
        found = rule(setting, clause, name)
        if found:
            return [found]
    return []
