"""Where somebody takes a stand on trade, told by no verb of wishing."""

from __future__ import annotations

from detente.claims.act import Act
from detente.claims.claim import Claim
from detente.claims.clauses import Clause
from detente.claims.parties import code_of, subject_of
from detente.claims.setting import Setting
from detente.claims.speakers import Speaker
from detente.claims.statements import STRONG_STANCE, relevant
from detente.claims.words import words

JUDGES = words("judges")
IN_RETURN = (
    "countermeasure", "necessary measures", "actions necessary", "necessary actions",
    "resolute measures", "corresponding measures", "necessary steps",
)  # fmt: skip
REACH = 7  # words behind `will` or `could` among which a return of blows is told
TOLD = ("fact", "measure", "deadline", "talks")
PRAISES = frozenset(
    {"productive", "constructive", "great", "excellent", "good", "candid", "successful"}
)
CALLED = 5  # no more words than this between marks are what somebody calls a thing


def judged(clause: Clause, speaker: Speaker | None) -> bool:
    """True where somebody calls, condemns or praises what is named."""
    if speaker is None or speaker.verb is None:
        return False
    return speaker.verb.base in JUDGES and clause.first <= speaker.verb.first < clause.last


def spoken_of(setting: Setting, clause: Clause, act: Act, speaker: Speaker | None) -> bool:
    """True where a duty is only spoken of: in a party's own words, between quotation marks."""
    sentence = clause.sentence
    place = act.object.first if act.object else clause.first
    if speaker is not None and speaker.code == "":
        return False
    marks = [i for i, word in enumerate(sentence.lowers) if word == '"']
    opened = [i for i in marks if i < place]
    if len(opened) % 2 == 0:
        return sentence.start in setting.quoted
    closed = next((i for i in marks if i >= place), len(sentence.lowers))
    return closed - opened[-1] > CALLED


def stance(setting: Setting, clause: Clause, speaker: Speaker | None) -> bool:
    """True where somebody takes a stand on trade in a clause."""
    if setting.official and not setting.quoting:
        return False
    sentence = clause.sentence
    cue = sentence.cue(clause.first, clause.last, "wishes", "stance")
    strong = any(
        c.cls == "wishes"
        and clause.first <= c.first < clause.last
        and sentence.words(c.first, c.last).lower() in STRONG_STANCE
        for c in sentence.cues
    )
    here = (
        speaker is not None
        and speaker.verb is not None
        and clause.first <= speaker.verb.first < clause.last
    )
    if here and speaker and speaker.verb and tag_only(clause, speaker):
        return False
    if here and setting.before in TOLD and closes(clause, speaker):
        return False
    here = here or (speaker is not None and says_more(clause, speaker))
    known = relevant_to_stance(clause) or takes_stand(setting, clause)
    return (here and relevant_to_stance(clause)) or (strong and cue is not None and known)


def obliges(setting: Setting, clause: Clause, speaker: Speaker | None, act: Act | None) -> bool:
    """True in `said the other side should yield`: a party tells somebody else what to do."""
    if speaker is None or speaker.code == "" or (setting.official and not setting.quoting):
        return False
    sentence = clause.sentence
    for modal in sentence.modals:
        if not (clause.first < modal.first < clause.last):
            continue
        words_ = sentence.words(modal.first - 1, modal.last).lower()
        must = (
            sentence.lower(modal.first) in ("should", "must", "ought") or "will have to" in words_
        )
        if not must or (act and act.verb and act.verb.first < modal.first):
            continue
        place = modal.first - ("will have to" in words_)
        named = [m for m in sentence.names if m.last == place and code_of(m)]
        return bool(named) and code_of(named[0]) != (speaker.code,)
    return False


def talks_stand(clause: Clause, told: Claim, speaker: Speaker | None) -> str | None:
    """The stand that a party takes where it only speaks of talks; None where talks are told."""
    ends = any((v.any("cancel_meeting") or v.base == "end") and v.mood == "future"
               for v in clause.verbs)  # fmt: skip
    if speaker and speaker.code and told.status == "called_off" and ends:
        return "threat"
    return "stance" if talks_judged(clause, speaker) else None


def talks_judged(clause: Clause, speaker: Speaker | None) -> bool:
    """True in `said there had been no talks` and `welcomes talks`: a party's stand on a meeting."""
    sentence = clause.sentence
    meetings = sentence.of(sentence.nouns, clause.first, clause.last, "meeting")
    if not meetings or speaker is None or speaker.code == "":
        return False
    place = meetings[0].first
    before = sentence.lowers[clause.first : place]
    greets = any(v.base in ("welcome", "hail", "praise") and v.last <= place for v in clause.verbs)
    none = "no" in before[-3:] or not {"not", "n't", "never"}.isdisjoint(before)
    coming = any(m.value == "future" for m in sentence.modals if clause.first <= m.first < place)
    loose = not any(v.any("meet", "cancel_meeting", "lead", "cover") for v in clause.verbs)
    would = loose and any(m.value in ("conditional", "obliged") for m in sentence.modals
                          if clause.first <= m.first < place)  # fmt: skip
    praised = not PRAISES.isdisjoint(sentence.lowers[clause.first : clause.last])
    quoted = praised and '"' in sentence.lowers and not clause.has("the", "a", "this", "next")
    return greets or would or quoted or clause.has("door") or (none and not coming)


def closes(clause: Clause, speaker: Speaker | None) -> bool:
    """True where a quotation of which something was told ends with who says it."""
    sentence = clause.sentence
    verb = speaker.verb if speaker else None
    ends = verb is not None and len(sentence.tokens) - verb.last <= 2
    return ends and clause.joint in ("and", ",", "") and '"' in sentence.lowers[clause.first :]


def says_more(clause: Clause, speaker: Speaker) -> bool:
    """True in `..., and reiterated that the duty is unfair`: the speaker's second verb."""
    if speaker.code == "" or clause.joint not in ("and", "but", ","):
        return False
    first = clause.verbs[0] if clause.verbs else None
    says = first is not None and first.any("say") and first.form in ("past", "s")
    return says and first is not None and first.first - clause.first <= 2


def hits_back(setting: Setting, clause: Clause, speaker: Speaker | None) -> bool:
    """True where a party says what it could or will do in return."""
    if setting.official and not setting.quoting:
        return False
    if not setting.spoken and (speaker is None or speaker.code == ""):
        return False
    sentence = clause.sentence
    for modal in sentence.modals:
        inside = clause.first <= modal.first < clause.last
        if not inside or modal.value not in ("possible", "future", "conditional"):
            continue
        last = min(modal.last + REACH, clause.last)
        near = sentence.words(modal.last, last).lower()
        if any(word in near for word in IN_RETURN):
            return True
    return False


def takes_stand(setting: Setting, clause: Clause) -> bool:
    """True where the subject of a clause is somebody who acts for a party."""
    subject = subject_of(setting, clause, clause.verbs[0] if clause.verbs else None)
    return subject is not None and bool(subject.codes)


def tag_only(clause: Clause, speaker: Speaker) -> bool:
    """True where a clause holds nothing but `US officials said`."""
    assert speaker.verb is not None
    before = speaker.first - clause.first
    behind = clause.last - speaker.verb.last
    quoted = any(clause.sentence.lower(i) == '"' for i in range(clause.first, clause.last))
    if behind <= 3 and before <= 5 and not quoted:
        return True
    if behind <= 1 and len(clause.verbs) == 1 and not quoted:
        return True
    nouns = clause.sentence.of(
        clause.sentence.nouns, speaker.verb.last, clause.last, "instrument", "flow", "product"
    )
    names = clause.sentence.of(
        clause.sentence.names, speaker.verb.last, clause.last, "party", "person"
    )
    told = any(v.first > speaker.verb.last for v in clause.verbs)
    return not (quoted or nouns or names or told) and clause.first > 0


def relevant_to_stance(clause: Clause) -> bool:
    """True where what is said has to do with trade or with a party."""
    if relevant(clause):
        return True
    sentence = clause.sentence
    return len(sentence.of(sentence.names, clause.first, clause.last, "party")) > 0 or clause.has(
        "move", "situation", "measures", "relationship"
    )
