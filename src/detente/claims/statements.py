"""Positions and forecasts: what somebody wants, offers, refuses, threatens, thinks, foretells."""

from __future__ import annotations

from detente.claims.attached import when_said
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.dates import plus
from detente.claims.lexicon import rows, texts
from detente.claims.making import make, term_of, told, word_before
from detente.claims.measures import refined
from detente.claims.parties import Subject, actor_of, owner_of, target_of
from detente.claims.sentence import Verb
from detente.claims.setting import Setting
from detente.claims.speakers import Speaker
from detente.claims.tokens import Mention
from detente.claims.words import words

WISH_STATUS = {"demand": "demand", "refusal": "refusal", "offer": "offer", "threat": "threat"}
STRONG_STANCE = words("strong_stance")
HITS_BACK = words("hits_back")
THINGS = words("things")
TOPICS = words("topics")
LEVIED = frozenset({"tariff", "tariffs", "duty", "duties", "levies", "rate", "rates", "fees"})
MEETS = words("meets")
ADDED = frozenset({"adding", "saying", "noting", "stressing"})
NOT = frozenset({"not", "never", "n't", "no"})


class Mood:
    """What governs a clause: its status, and the verb or cue that says so."""

    __slots__ = ("place", "status", "verb")

    def __init__(self, status: str, verb: Verb | None, place: int) -> None:
        self.status = status
        self.verb = verb
        self.place = place


def mood_of(setting: Setting, clause: Clause) -> Mood | None:
    """The first wish, refusal, offer, threat, proposal or forecast that governs a clause."""
    found: list[Mood] = []
    for verb in clause.verbs:
        status = verb_mood(setting, clause, verb)
        if status:
            found.append(Mood(status, verb, verb.first))
    for cue in clause.sentence.cues:
        inside = clause.first <= cue.first and cue.last <= clause.last
        wish = inside and cue.cls == "wishes" and cue.value in WISH_STATUS
        if wish and wish_holds(clause, cue):
            refused = cue.value == "offer" and clause.sentence.lower(cue.first - 1) in NOT
            found.append(Mood("refusal" if refused else WISH_STATUS[cue.value], None, cue.first))
    if clause.has(*HITS_BACK):
        found = [Mood("threat", m.verb, m.place) if m.status == "offer" else m for m in found]
    cover = cover_mood(clause)
    if cover:
        found.append(cover)
    return min(found, key=lambda m: (m.place, m.verb is not None)) if found else None


def cover_mood(clause: Clause) -> Mood | None:
    """`plans to address China's purchases`: to raise a matter is to want something."""
    if any(verb.base in MEETS for verb in clause.verbs):
        return None
    for verb in clause.verbs:
        if verb.base == "raise" and clause.has(*LEVIED):
            continue
        raises = verb.any("cover") and verb.base not in (
            "include",
            "cover",
            "center",
            "centre",
            "focus",
        )
        if raises and verb.infinitive and (verb.mood == "future" or verb.governor >= 0):
            people = clause.sentence.of(
                clause.sentence.names, clause.first, verb.first, "person", "party"
            )
            if people and not any(v.passive for v in clause.verbs):
                return Mood("demand", verb, verb.first)
    return None


def wish_holds(clause: Clause, cue: Mention) -> bool:
    """True for phrases of wishing; single verbs count only through their verb."""
    verb = next((v for v in clause.sentence.verbs if v.first == cue.first), None)
    if cue.last - cue.first > 1:
        return True
    if cue.value == "threat":
        return False
    if verb is not None or economic_demand(clause, cue):
        return False
    return clause.sentence.lower(cue.first) in (
        "priority",
        "priorities",
        "demand",
        "demands",
        "insistence",
        "concession",
    )


def economic_demand(clause: Clause, cue: Mention) -> bool:
    """True in `weak US demand`: what buyers want, no demand of a government."""
    after = clause.sentence.lower(cue.last)
    return clause.sentence.lower(cue.first) == "demand" and after not in ("for", "that", "to", "is")


def verb_mood(setting: Setting, clause: Clause, verb: Verb) -> str:
    """The status that a verb gives by the table of moods, or nothing."""
    loose = verb.infinitive and verb.mood != "future" and verb.governor < 0
    if verb.passive or (loose and not verb.any("threaten")):
        return ""
    before = clause.sentence.lower(verb.first - 1)
    if before in ("than", "as") or clause.sentence.lower(verb.first - 2) == "than":
        return ""
    pledged = verb.base in ("vow", "pledge", "promise") or not verb.any("say")
    if verb.any("offer", "plan") and clause.has(*HITS_BACK) and pledged:
        return "threat"
    if empty_wish(clause, verb):
        return ""
    if verb.base == "decline" and clause.sentence.lower(verb.last) not in (
        "to",
        "the",
        "an",
        "any",
    ):
        return ""
    if verb.base == "deny" and clause.has("allegations", "accusations", "claims", "charges"):
        return "refusal"
    for row in rows(setting.lexicon.rows["moods"]):
        if str(row["verbs"]) not in verb.families or verb.base in texts(row["except"]):
            continue
        if row["status"] == "refusal" and verb.mood == "possible":
            return "forecast"
        unwanted = (verb.negated or clause.has("neither")) and verb.base == "want"
        return "" if empty_handed(clause, verb) else "stance" if unwanted else str(row["status"])
    return ""


def empty_wish(clause: Clause, verb: Verb) -> bool:
    """True in `asking not to be named` and `pushing the deadline further`."""
    after = clause.sentence.lower(verb.last)
    if clause.sentence.lower(verb.last + 1) in ("comment", "comments"):
        return True
    if verb.base == "ask" and after == "not":
        return True
    if verb.base == "threaten" and harms(clause, verb):
        return True
    if verb.base == "aim" and (after == "at" or of_thing(clause, verb)):
        return True
    return verb.base == "push" and clause.sentence.lower(verb.last + 1) == "deadline"


def harms(clause: Clause, verb: Verb) -> bool:
    """True in `practices are threatening workers`: harm told, nothing threatened."""
    after = clause.sentence.lower(verb.last)
    named = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "instrument", "flow")
    return verb.form == "ing" and after not in ("to", "with") and not named


def of_thing(clause: Clause, verb: Verb) -> bool:
    """True in `the announcement aims to ease tensions`: no one wants it."""
    before = [clause.sentence.lower(i) for i in range(clause.first, verb.first)]
    named = clause.sentence.of(clause.sentence.names, clause.first, verb.first, "party", "person")
    return not named and not THINGS.isdisjoint(before)


def empty_handed(clause: Clause, verb: Verb) -> bool:
    """True in `offered no details` and `pushed duties above 100%`: nothing is wished."""
    ahead = clause.sentence.lower(verb.last) in ("for", "to", "ahead")
    if verb.base == "push" and clause.has("%", "percent") and not ahead:
        return True
    return verb.base == "offer" and clause.sentence.lower(verb.last) in ("no", "little", "few")


def instrument_in(setting: Setting, clause: Clause) -> Mention | None:
    """The first instrument of a clause."""
    found = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")
    return found[0] if found else None


def named_instrument(setting: Setting, clause: Clause) -> str | None:
    """The first instrument of a clause by id; bare words refined, deals told from summits."""
    found = instrument_in(setting, clause)
    if found is None:
        for mention in clause.sentence.of(
            clause.sentence.nouns, clause.first, clause.last, "meeting"
        ):
            if mention.value in ("summit", "visit") or meets_leaders(clause):
                return "summit"
        return None
    return (
        None
        if found.value == "restriction" and not clause.verbs
        else refined(setting, clause, found)
    )


def meets_leaders(clause: Clause) -> bool:
    """True where two named people are about to meet."""
    sentence = clause.sentence
    return len(sentence.of(sentence.names, clause.first, clause.last, "person")) > 1


def relevant(clause: Clause) -> bool:
    """True where a clause speaks of trade: an instrument, talks, goods, a place or a flow."""
    sentence = clause.sentence
    if sentence.of(
        sentence.nouns, clause.first, clause.last, "instrument", "flow", "meeting", "product"
    ):
        return True
    return clause.has(*TOPICS)


def position(
    setting: Setting, clause: Clause, status: str, verb: Verb | None, speaker: Speaker | None
) -> Claim:
    """A position of the clause's subject."""
    actor = actor_of(setting, clause, verb)
    codes, name = holder(clause, status, actor, speaker, verb)
    instrument = instrument_in(setting, clause)
    asked = yields(clause) if status == "demand" else ()
    codes = setting.other(asked)[:1] or codes if asked and codes == asked else codes
    first = clause.first
    if clause.joint == "" and speaker:
        first = min(first, speaker.first)
    if status == "stance" and speaker and speaker.verb:
        first = min(first, quote_begun(clause))
    whens = [w.first for w in told(setting, clause, -1) if w.first]
    return make(
        setting, clause, "position", status, f"position-{status}", first=first, actor=codes,
        target=target_of(setting, clause, instrument, codes),
        instrument=named_instrument(setting, clause),
        date_from=whens[0] if whens and status in ("stance", "refusal") else None,
        speaker=name or setting.quoting, negated=bool(verb and verb.negated),
    )  # fmt: skip


def yields(clause: Clause) -> tuple[str, ...]:
    """From whom something is asked: `further US concessions`, `concessions from Ottawa`."""
    sentence = clause.sentence
    for place in range(clause.first, clause.last):
        if sentence.lower(place) not in ("concession", "concessions"):
            continue
        for name in sentence.of(sentence.names, clause.first, clause.last, "party"):
            behind = sentence.lower(name.first - 1) in ("from", "by", "the")
            if name.last == place or (0 < name.first - place <= 3 and behind):
                return (name.value,)
    return ()


def quote_begun(clause: Clause) -> int:
    """Where the quotation begins that closes in a clause: a dash may have cut it."""
    marks = [i for i in range(clause.last) if clause.sentence.lower(i) == '"']
    inside = [i for i in marks if i >= clause.first]
    if len(inside) == 1 and len(marks) == 2:
        return marks[0]
    return clause.first


def holder(
    clause: Clause, status: str, actor: Subject, speaker: Speaker | None, verb: Verb | None
) -> tuple[tuple[str, ...], str | None]:
    """For whom a position is taken, and who says so."""
    codes, name = actor.codes, None
    added = clause.sentence.lower(clause.first) in ADDED
    if speaker and (added or not (clause.joint.startswith(",") and status == "demand")):
        name = speaker.name
        if speaker.code and (status == "stance" or not codes):
            codes = (speaker.code,)
    planned = verb is not None and (verb.infinitive or verb.mood == "future")
    if name is None and status in ("stance", "threat") and not planned:
        name = actor.person
    return codes, name


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
    from detente.claims.acts import duty_rates

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
