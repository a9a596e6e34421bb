"""Forecasts: of what, by whom, how likely, for when."""

from __future__ import annotations

from detente.claims.attached import when_said
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import plus
from detente.claims.making import make, term_of, told, word_before
from detente.claims.parties import actor_of, owner_of
from detente.claims.rates import duty_rates
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.speakers import Speaker
from detente.claims.statements import instrument_in, named_instrument
from detente.claims.targets import target_of


def likelihood(clause: Clause, verb: Verb | None) -> str:
    """How likely a forecast takes it to be."""
    sentence = clause.sentence
    negated = verb is not None and verb.negated
    for value in ("unlikely", "uncertain"):
        if sentence.cue(clause.first, clause.last, "likelihood", value):
            return value
    if negated or any(v.negated and v.mood for v in clause.verbs):
        return "unlikely"
    if verb is not None and verb.base in ("warn", "caution", "doubt", "fear"):
        return "unlikely" if verb.base == "doubt" else "possible"
    strong = sentence.cue(clause.first, clause.last, "likelihood", "likely")
    weak = sentence.cue(clause.first, clause.last, "likelihood", "possible")
    if strong and weak:
        firm = strong.entry.value and sentence.lower(strong.first) in (
            "likely",
            "most",
            "expected",
            "probably",
        )
        return "likely" if firm else "possible"
    return "possible" if weak else "likely"


def forecast(
    setting: Setting, clause: Clause, verb: Verb | None, speaker: Speaker | None, first: int
) -> Claim:
    """A forecast: of what, by whom, how likely, for when."""
    instrument, start, end = time_foretold(setting, clause)
    actor = forecast_actor(setting, clause, instrument)
    voice = setting.quoting or (setting.voice if setting.official else None)
    return make(
        setting, clause, "forecast", likelihood(clause, verb), "forecast", first=first,
        actor=actor, target=setting.other(actor) if len(actor) == 1 else (),
        instrument=instrument, duration_days=term_of(setting, clause), date_from=start,
        date_to=end, speaker=speaker.name if speaker else voice,
        conditional=clause.sentence.cue(clause.first, clause.last, "condition") is not None,
        rate_pct=rate_told(setting, clause),
    )  # fmt: skip


def time_foretold(setting: Setting, clause: Clause) -> tuple[str | None, str | None, str | None]:
    """What is foretold and for when: a longer truce begins where the running one ends."""
    term = term_of(setting, clause)
    whens = [w for w in told(setting, clause, 1) if w.first and not when_said(clause, w)]
    start = whens[0].first if whens else None
    end = whens[-1].last if whens else None
    if whens and word_before(setting, whens[0], ("by", "before", "until")):
        start = None
    instrument = named_instrument(setting, clause)
    if instrument == "truce" or (term and instrument in (None, "trade_deal", "summit")):
        instrument = "truce"
        longer = term or clause.has("extension", "extend", "extending", "extended")
        start = start or (setting.truce_to if longer else None)
        end = None if end == setting.truce_to else end
        end = end or (plus(start, term) if term else None)
    if end == start and end and len(end) < 10 and not term:
        end = None
    return instrument, start, end


def rate_told(setting: Setting, clause: Clause) -> float | None:
    """The rate of duty that a forecast names."""
    found = [p for p in duty_rates(setting, clause) if p.basis != "percentage_points"]
    return found[0].value if len(found) == 1 else None


def forecast_actor(setting: Setting, clause: Clause, instrument: str | None) -> tuple[str, ...]:
    """Of whom something is foretold: both parties for truces and deals, else the subject."""
    if instrument in ("truce", "trade_deal", "summit") or not clause.verbs:
        return setting.parties
    levied = levier_of(setting, clause)
    if levied:
        return levied
    found = actor_of(setting, clause, clause.verbs[-1]).codes
    return found or setting.parties


def levier_of(setting: Setting, clause: Clause) -> tuple[str, ...]:
    """Who levies a duty of which something is foretold: whose it is, or not whom it hits."""
    sentence = clause.sentence
    duty = instrument_in(setting, clause)
    if duty is None or duty.entry.detail != "duty":
        return ()
    owner = owner_of(sentence, duty)
    behind = sentence.of(sentence.names, duty.last, clause.last, "party", "group")
    if owner or not behind:
        return owner
    return setting.other(target_of(setting, clause, duty, ()))[:1]
