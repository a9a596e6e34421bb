"""What governs a clause: a wish, offer, refusal, threat, proposal or forecast."""

from __future__ import annotations

from detente.claims.clauses import Clause
from detente.claims.lexicon import rows, texts
from detente.claims.parties import code_of
from detente.claims.sentence import BE, Verb
from detente.claims.setting import Setting
from detente.claims.tokens import Mention
from detente.claims.words import words

WISH_STATUS = {"demand": "demand", "refusal": "refusal", "offer": "offer", "threat": "threat"}
BEFORE_ING = BE | frozenset(
    {"and", "or", "but", "by", "after", "before", "while", "without", "in", "not", "also", "still",
     "now", "when", "for", "of", "from", "despite", "he", "she", "it", "they", "than", "about"}
)  # fmt: skip
APPEALS = frozenset({"call on", "urge", "demand", "call for"})
HITS_BACK = words("hits_back")
THINGS = words("things")
HOLDS = frozenset({"hold", "host", "convene", "gather", "meet"})
SEEKS = frozenset({"seek", "want", "look for", "hope", "request", "wish"})
WORDS_ONLY = words("words_only")
LEVIED = frozenset({"tariff", "tariffs", "duty", "duties", "levies", "rate", "rates", "fees"})
FAR = 8
DECLINED = ("to", "the", "an", "any")
MEETS = words("meets")
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
        aside = of_relative(clause, verb) or asked_whether(clause, verb)
        status = "" if aside else verb_mood(setting, clause, verb)
        if status:
            found.append(Mood(status, verb, verb.first))
    for cue in clause.sentence.cues:
        inside = clause.first <= cue.first and cue.last <= clause.last
        wish = inside and cue.cls == "wishes" and cue.value in WISH_STATUS
        if wish and wish_holds(clause, cue):
            refused = cue.value == "offer" and clause.sentence.lower(cue.first - 1) in NOT
            found.append(Mood("refusal" if refused else WISH_STATUS[cue.value], None, cue.first))
    eased = any(v.any("lift", "suspend", "cut") for v in clause.verbs)
    eased = eased or any(m.entry.detail == "truce" for m in named_in(clause))
    if clause.has(*HITS_BACK) and not eased:
        found = [Mood("threat", m.verb, m.place) if m.status == "offer" else m for m in found]
    cover = cover_mood(clause)
    if cover:
        found.append(cover)
    return min(found, key=lambda m: (m.place, m.verb is not None)) if found else None


def official_mood(setting: Setting, clause: Clause) -> Mood | None:
    """What an order or fact sheet itself asks for, and what it says that others offered."""
    if setting.deal or setting.joint:
        return None
    for verb in clause.verbs:
        asks = verb.base in APPEALS or (verb.base == "expect" and clause.has("from"))
        kept = verb.infinitive and verb.governor >= 0
        kept = kept and clause.sentence.verbs[verb.governor].base == "continue"
        if asks and not verb.passive and (kept or not verb.infinitive):
            return Mood("demand", verb, verb.first)
        done = verb.form in ("past", "part") and not verb.passive
        eases = any(v.any("cut", "lift", "open") for v in clause.verbs if v is not verb)
        offers = verb.base in ("agree", "offer") and done and eases
        if offers and not deals_agreed(clause) and by_others(setting, clause, verb):
            return Mood("offer", verb, verb.first)
    for cue in clause.sentence.cues:
        inside = clause.first <= cue.first < clause.last and cue.value == "offer"
        word = clause.sentence.lower(cue.first)
        if inside and word == "open":
            return Mood("stance", None, cue.first)
        if inside and word in ("ready", "willing", "prepared"):
            return Mood("offer", None, cue.first)
    return None


def deals_agreed(clause: Clause) -> bool:
    """True in `partners have agreed to historic trade deals`."""
    agreed = (v for v in clause.verbs if v.base == "agree" and v.form in ("past", "part"))
    deals = [m for m in named_in(clause) if m.entry.detail == "deal"]
    return any(0 <= m.first - v.last <= FAR for v in agreed for m in deals)


def named_in(clause: Clause) -> list[Mention]:
    """The instruments that a clause names."""
    return clause.sentence.of(clause.sentence.nouns, clause.first, clause.last, "instrument")


def by_others(setting: Setting, clause: Clause, verb: Verb) -> bool:
    """True where the nearest name before a verb is another place than the text's own."""
    before = clause.sentence.of(
        clause.sentence.names, clause.first, verb.first, "party", "group", "person", "agency"
    )
    words_ = clause.sentence.lowers[clause.first : verb.first]
    if not before:
        return not {"countries", "partners"}.isdisjoint(words_)
    return setting.home not in code_of(before[-1])


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
            above = clause.sentence.verbs[verb.governor] if verb.governor >= 0 else None
            if above is not None and above.base in HOLDS and not verb.mood:
                continue
            people = clause.sentence.of(
                clause.sentence.names, clause.first, verb.first, "person", "party"
            )
            if people and not any(v.passive for v in clause.verbs):
                return Mood("demand", verb, verb.first)
    return None


def wish_holds(clause: Clause, cue: Mention) -> bool:
    """True for phrases of wishing; single verbs count only through their verb."""
    verb = next((v for v in clause.sentence.verbs if v.first == cue.first), None)
    if verb is not None and verb.base == "hit back" and verb.form == "past":
        return False
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
    near = clause.sentence.lowers[max(clause.first, verb.first - 5) : verb.first]
    if before in ("than", "as") or "than" in near:
        return ""
    pledged = verb.base in ("vow", "pledge", "promise") or not verb.any("say")
    eases = any(v.any("lift", "suspend", "cut", "prolong") for v in clause.verbs)
    eases = eases or any(m.entry.detail == "truce" for m in named_in(clause))
    if verb.any("offer", "plan") and clause.has(*HITS_BACK) and pledged and not eases:
        return "threat"
    insists = verb.base == "insist" and not asks_for(clause, verb)
    declined = verb.base == "decline" and clause.sentence.lower(verb.last) not in DECLINED
    if (
        insists
        or declined
        or empty_wish(clause, verb)
        or only_due(clause, verb)
        or of_noun(clause, verb)
    ):
        return ""
    if verb.base == "deny" and clause.has("allegations", "accusations", "claims", "charges"):
        return "refusal"
    for row in rows(setting.lexicon.rows["moods"]):
        if str(row["verbs"]) not in verb.families or verb.base in texts(row["except"]):
            continue
        if row["status"] == "refusal" and verb.mood == "possible":
            return "forecast"
        return wish_of(clause, verb, str(row["status"]))
    return ""


def wish_of(clause: Clause, verb: Verb, status: str) -> str:
    """The status of the table, but for talks that are sought, what is not wanted, and nothing."""
    if status == "demand" and verb.base in SEEKS and wants_talks(clause, verb):
        return "offer"
    unwanted = (verb.negated or clause.has("neither")) and verb.base == "want"
    return "" if empty_handed(clause, verb) else "stance" if unwanted else status


def of_relative(clause: Clause, verb: Verb) -> bool:
    """True in `countries, which have asked for meetings, will`: told of the subject in passing."""
    near = range(max(clause.first + 1, verb.first - 4), verb.first)
    place = next((i for i in near if clause.sentence.lower(i) in ("which", "who")), None)
    return place is not None and any(
        m.first >= verb.last and m.last <= clause.last for m in clause.sentence.modals
    )


def asked_whether(clause: Clause, verb: Verb) -> bool:
    """True in `asked whether it wants lower duties`: nobody has said so."""
    sentence = clause.sentence
    near = range(max(1, verb.first - 3), verb.first)
    return any(
        sentence.lower(i) == "whether" and sentence.lower(i - 1) in ("asked", "ask") for i in near
    )


def wants_talks(clause: Clause, verb: Verb) -> bool:
    """True in `is seeking talks with`: who asks for a meeting offers one."""
    behind = [m for m in clause.sentence.nouns if 0 <= m.first - verb.last <= 4]
    first = min(behind, key=lambda m: m.first, default=None)
    return first is not None and any(m.cls == "meeting" and m.first == first.first for m in behind)


def told_to(clause: Clause, verb: Verb) -> bool:
    """True in `sought to justify his decision`: words are meant, and nothing is asked for."""
    return any(v.infinitive and 0 < v.first - verb.last <= 2 and v.base in WORDS_ONLY
               for v in clause.verbs) or (
        clause.sentence.lower(verb.last) == "to"
        and clause.sentence.lower(verb.last + 1) in WORDS_ONLY
    )  # fmt: skip


def asks_for(clause: Clause, verb: Verb) -> bool:
    """True in `insists on a deal`, `insists that they lift`: what is insisted on is asked for."""
    sentence = clause.sentence
    if sentence.lower(verb.last) == "on" or clause.has("must", "should", "needs", "need"):
        return True
    later = [v for v in clause.verbs if v.first >= verb.last]
    return bool(later) and later[0].form == "base" and not later[0].mood


def of_noun(clause: Clause, verb: Verb) -> bool:
    """True in `an advertisement opposing the duties`: what a thing does, and nobody's stand."""
    word = clause.sentence.lower(verb.first - 1)
    if verb.form != "ing" or verb.first == clause.first or not word.isalpha():
        return False
    named = any(m.last == verb.first for m in (*clause.sentence.names,))
    voice = any(m.last == verb.first and m.cls == "voice" for m in clause.sentence.nouns)
    return not (named or voice or word in BEFORE_ING or word.endswith("ly"))


def only_due(clause: Clause, verb: Verb) -> bool:
    """True in `, expected to last until Wednesday`: an aside that tells when."""
    done = verb.form in ("past", "part") and verb.any("forecast")
    return done and clause.joint.startswith(",") and verb.first == clause.first


def empty_wish(clause: Clause, verb: Verb) -> bool:
    """True in `asking not to be named` and `pushing the deadline further`."""
    after = clause.sentence.lower(verb.last)
    if clause.sentence.lower(verb.last + 1) in ("comment", "comments"):
        return True
    subject = clause.sentence.lower(verb.first - 1)
    if verb.any("forecast") and subject in ("investors", "traders", "markets"):
        return True
    if verb.base == "push" and after == "back":
        return True
    if verb.base in ("seek", "aim", "want", "hope") and told_to(clause, verb):
        return True
    if verb.base == "ask" and after in ("if", "whether", "when", "about", "how", "why"):
        return True
    if verb.base == "ask" and (after == "not" or verb.last >= clause.last):
        return True
    if verb.base == "threaten" and (harms(clause, verb) or of_war(clause, verb)):
        return True
    if verb.base == "aim" and (after == "at" or of_thing(clause, verb)):
        return True
    return verb.base == "push" and clause.sentence.lower(verb.last + 1) == "deadline"


def harms(clause: Clause, verb: Verb) -> bool:
    """True in `practices are threatening workers`: harm told, nothing threatened."""
    after = clause.sentence.lower(verb.last)
    named = clause.sentence.of(clause.sentence.nouns, verb.last, clause.last, "instrument", "flow")
    return verb.form == "ing" and after not in ("to", "with") and not named


def of_war(clause: Clause, verb: Verb) -> bool:
    """True in `a dispute that threatens to raise prices`: a thing does harm, nobody threatens."""
    sentence = clause.sentence
    if sentence.lower(verb.last) != "to":
        return False
    named = sentence.of(sentence.nouns, verb.last, clause.last, "instrument")
    before = [sentence.lower(i) for i in range(max(clause.first, verb.first - 2), verb.first)]
    relative = not {"that", "which"}.isdisjoint(before) or clause.joint in ("which", "that")
    return not named and (relative or (clause.joint == ",ing" and verb.form == "ing"))


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
    if verb.base == "push" and clause.sentence.lower(verb.last).isalpha() and not ahead:
        named = any(m.first - verb.last in (0, 1) for m in clause.sentence.names)
        return not (named or clause.sentence.lower(verb.last) in ("back", "towards", "toward"))
    return verb.base == "offer" and clause.sentence.lower(verb.last) in ("no", "little", "few")
