"""What is only thought possible or foretold where no verb of forecasting says so."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.forecasts import likelihood
from detente.claims.objects import by_agent
from detente.claims.rates import duty_rates
from detente.claims.sentence import ARTICLES, Verb
from detente.claims.setting import Setting
from detente.claims.speakers import Speaker
from detente.claims.statements import relevant
from detente.claims.tokens import Mention
from detente.claims.words import words

MEETS = words("meets")
PLAIN = words("plain")
ATTRIBUTES = frozenset({"possible", "potential", "potentially", "uncertain", "likely"})
ASKS = frozenset({"whether", "determine", "reveal"})
DOUBTS = frozenset({"doubt", "doubts"})
COMES_OF = words("comes_of")
UNSURE = words("unsure")
MEDIA = words("outlets") | {"media", "broadcaster", "broadcasters"}
AT_HAND = ("on track", "within reach", "in place", "essentially in place")
WHO = ("party", "person", "agency", "group")
STANDS_FOR = frozenset(
    {"it", "this", "that", "they", "we", "he", "she", "i", "which", "whether", "there", "both",
     "sides", "countries", "government", "governments", "administration", "move", "step"}
)  # fmt: skip
STATES = frozenset({"is", "are", "was", "remains", "remain", "remained", "whether"})


def foretold(setting: Setting, clause: Clause, verb: Verb | None, speaker: Speaker | None) -> bool:
    """True where an act is only thought possible, or said to come by one who cannot do it."""
    if setting.official and not setting.quoting:
        return False
    if verb is None or by_agent(clause, verb) or of_business(clause) or of_market(speaker):
        return False
    outsider = speaker is not None and speaker.code == "" and not of_media(speaker)
    if any(
        m.value == "possible" and clause.first <= m.first < verb.first
        for m in clause.sentence.modals
    ):
        return True
    return outsider and verb.mood in ("future", "conditional")


def uncertain(setting: Setting, clause: Clause, speaker: Speaker | None) -> bool:
    """True where a clause without an act tells what may or will come of trade."""
    if setting.official and not setting.quoting:
        return False
    if of_market(speaker):
        return False
    outsider = speaker is not None and speaker.code == ""
    outsider = outsider or bool(setting.quoting and not setting.country(setting.quoting))
    party = speaker is not None and speaker.code != ""
    comes = follows(setting, clause) and (not party or clause.has(*COMES_OF))
    if not (chancy(clause) or outsider or comes) or of_business(clause):
        return False
    cue = cue_of_chance(clause)
    if cue is None or not on_trade(setting, clause) or only_when(clause):
        return False
    if clause.sentence.lower(cue.first - 1) in ("than", "as") or listing(clause, cue.first):
        return False
    if clause.sentence.words(cue.first, cue.last).lower() in AT_HAND and (
        clause.sentence.lower(cue.first - 1) not in ("is", "are", "was", "were", "be", "remains")
    ):
        return False
    if of_thing(clause, cue) or left_open(clause, cue, speaker) or meeting_due(clause, cue):
        return False
    return told_of_chance(clause, cue)


def of_business(clause: Clause) -> bool:
    """True in `importers may order less`: what firms and markets will do, and no policy."""
    sentence = clause.sentence
    inside = [m for m in sentence.modals if clause.first <= m.first < clause.last]
    place = next((m.first for m in inside if m.value in ("possible", "conditional", "future")), -1)
    if place < 0:
        return False
    if sentence.of(sentence.names, clause.first, place, *WHO) or sentence.of(
        sentence.nouns, clause.first, place, "instrument", "meeting", "flow", "product"
    ):
        return False
    if not STANDS_FOR.isdisjoint(sentence.lowers[clause.first : place]):
        return False
    nouns = sentence.of(sentence.nouns, place, clause.last, "instrument")
    return place > clause.first and not nouns


def of_market(speaker: Speaker | None) -> bool:
    """True for those who buy and sell shares: what they fear foretells nothing."""
    return speaker is not None and speaker.name.lower().split()[-1] in ("investors", "traders")


def of_media(speaker: Speaker) -> bool:
    """True for a paper or broadcaster: what it reports is told as the text's own."""
    return not MEDIA.isdisjoint(speaker.name.lower().split())


def on_trade(setting: Setting, clause: Clause) -> bool:
    """True where a clause speaks of trade, or of the deal told in the sentence before."""
    back = setting.of_deal and clause.has("it", "this", "that", "they")
    unknown = clause.has("whether") and clause.has("unknown", "unclear")
    return relevant(clause) or back or unknown


def meeting_due(clause: Clause, cue: Mention) -> bool:
    """True where what will come is a meeting: talks, and no forecast."""
    meeting = clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "meeting")
    plain = clause.sentence.lower(cue.first) in ("will", "would", "set", "expected", "scheduled")
    if plain and (meeting or any(v.base in MEETS for v in clause.verbs)):
        return True
    meets = next((v for v in clause.verbs if v.base in MEETS and v.mood), None)
    return meets is not None and meets.last <= cue.first


def told_of_chance(clause: Clause, cue: Mention) -> bool:
    """True where a verb to come, or a word of chance stronger than `will`, tells it."""
    verb = next((v for v in clause.verbs if v.mood in ("possible", "future", "conditional")), None)
    if clause.has("unease", "concerned", "worried", "alarmed"):
        return False
    if verb is None and will_be(clause):
        return True
    if cue.value == "uncertain" and not clause.verbs and not clause.has(*STATES):
        return False
    if verb is None:
        return likelihood(clause, None) != "likely" or clause.sentence.lower(cue.first) not in (
            "will",
            "would",
            "near",
            "confident",
            "optimistic",
        )
    return True


def listing(clause: Clause, place: int) -> bool:
    """True in `whether it's chips or steel`: a list, nothing in doubt."""
    after = clause.sentence.lower(place + 1)
    return clause.sentence.lower(place) == "whether" and after in ("it", "in", "or", "by")


def cue_of_chance(clause: Clause) -> Mention | None:
    """The first word of chance in a clause that is more than `will` or `can`, else any."""
    inside = [
        c for c in clause.sentence.cues
        if c.cls == "likelihood" and clause.first <= c.first and c.last <= clause.last
    ]  # fmt: skip
    strong = (c for c in inside if clause.sentence.lower(c.first) not in PLAIN)
    return next(strong, inside[0] if inside else None)


def left_open(clause: Clause, cue: Mention, speaker: Speaker | None) -> bool:
    """True where `whether` or a doubt only tells what somebody asks, decides or says."""
    sentence = clause.sentence
    word = sentence.lower(cue.first)
    if word in DOUBTS and sentence.lower(cue.first - 1) in ("cast", "casts", "further", "by"):
        return True
    if word not in ASKS:
        return False
    if sentence.lower(cue.first - 1) in ("about", "over", "of", "on"):
        return True
    party = speaker is not None and speaker.code != ""
    return party or not (clause.has(*UNSURE) or will_be_possible(clause))


def will_be_possible(clause: Clause) -> bool:
    """True where `may`, `could` or the like stands in a clause."""
    inside = (m for m in clause.sentence.modals if clause.first <= m.first < clause.last)
    return any(m.value == "possible" for m in inside)


def of_thing(clause: Clause, cue: Mention) -> bool:
    """True in `the possible contours of a deal`: a thing is called so, and nothing foretold.

    A possible meeting, deal or duty is foretold all the same.
    """
    sentence = clause.sentence
    word, before = sentence.lower(cue.first), sentence.lower(cue.first - 1)
    if word not in ATTRIBUTES or will_be(clause):
        return False
    named = any(m.cls in ("meeting", "instrument") and 0 <= m.first - cue.last <= 3
                for m in sentence.nouns)  # fmt: skip
    if word in ("potential", "potentially"):
        return True
    calls = before in ARTICLES or before.endswith("ly") or before == '"'
    return calls and not named


def follows(setting: Setting, clause: Clause) -> bool:
    """True in `higher duties would raise prices`: what comes of a measure, and is no rate."""
    if duty_rates(setting, clause):
        return False
    place = next((m.first for m in clause.sentence.modals if m.value == "conditional"), -1)
    named = clause.sentence.of(clause.sentence.nouns, clause.first, place, "instrument")
    return any(m.entry.detail == "duty" for m in named)


def only_when(clause: Clause) -> bool:
    """True in `, expected to last until Wednesday`, and in `that could be met`: no forecast."""
    first = clause.sentence.lower(clause.first)
    if clause.joint.startswith(",") and first in ("expected", "set", "due", "scheduled"):
        return True
    words_ = [clause.sentence.lower(i) for i in range(clause.first, clause.last)]
    if words_[-1:] in (["could"], ["would"], ["might"]) or in_passing(clause):
        return True
    return any(
        words_[i : i + 3] in (["that", "could", "be"], ["that", "can", "be"], ["that", "may", "be"])
        for i in range(len(words_) - 2)
    )


def in_passing(clause: Clause) -> bool:
    """True in `gave benchmarks that could lift it`: a relative that tells more of a thing."""
    sentence = clause.sentence
    inside = [m for m in sentence.modals if clause.first <= m.first < clause.last]
    if not inside or len({m.first for m in inside}) > 1 or inside[0].value != "possible":
        return False
    place = inside[0].first
    relative = sentence.lower(place - 1) in ("that", "which") and place - 2 >= clause.first
    noun = relative and not any(v.last == place - 1 for v in sentence.verbs)
    return noun


def chancy(clause: Clause) -> bool:
    """True where a word of chance stands in a clause, more than a bare `will` or `can`."""
    return any(
        cue.cls == "likelihood"
        and clause.first <= cue.first < clause.last
        and clause.sentence.lower(cue.first) not in PLAIN
        and clause.sentence.lower(cue.first - 1)
        not in ("hotly", "much", "long", "highly", "widely")
        for cue in clause.sentence.cues
    )


def will_be(clause: Clause) -> bool:
    """True where a modal word stands in a clause, whatever its verb."""
    inside = (m for m in clause.sentence.modals if clause.first <= m.first < clause.last)
    return any(m.value in ("possible", "future", "conditional") for m in inside)
