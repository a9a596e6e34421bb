"""From a document to its claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from detente.claims.chances import of_market
from detente.claims.claim import Claim
from detente.claims.clauses import clauses_of
from detente.claims.effective import effective_day
from detente.claims.labels import ASKED, note_label, title_speaker
from detente.claims.lexicon import Lexicon, lexicon
from detente.claims.listed import listed_rates
from detente.claims.overtaken import marked
from detente.claims.parties import governed, owner_of
from detente.claims.rules import claims_of
from detente.claims.sayings import left_unsaid, said_first
from detente.claims.sentence import Sentence, sentence_of
from detente.claims.setting import Setting, setting_of
from detente.claims.speakers import Speaker, remember_names, speaker_of
from detente.claims.supposed import qualified
from detente.claims.tokens import mentions_of, tokens_of
from detente.documents import Document
from detente.documents.fold import fold
from detente.documents.sections import Block, blocks, sentences
from detente.errors import InputError

HEADS = 1
MAX_CLAIMS = 5_000
TAG = 14  # words of a sentence that only says who spoke
RUN_WORDS = 100
RUN_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the claims found in it, in the order of the text."""

    document: Document
    parties: tuple[str, ...]
    claims: tuple[Claim, ...]


def read_claims(document: Document) -> Reading:
    """All claims of a document; the same text always gives the same claims.

    Raises InputError for a text of more claims than any real one has.
    """
    words = lexicon()
    folded = fold(document.text)
    found = [b for b in blocks(folded.text) if b.role != "furniture"]
    taken = [
        sentence_of(folded.text, start, end, block, words)
        for block in found
        if block.role in ("text", "lead")
        for start, end in sentences(folded.text, block)
        if not idle_run(folded.text[start:end])
    ]
    setting = setting_of(document, folded, words, taken)
    setting.effective = effective_day(setting)
    if setting.official and setting.unilateral:
        setting.voice = title_speaker(setting) or setting.voice
        setting.quoting = setting.voice if setting.spoken else None
    quotations(setting, taken)
    by_block: dict[int, list[Sentence]] = {}
    for sentence in taken:
        by_block.setdefault(sentence.block.start, []).append(sentence)
    claims: list[Claim] = []
    for block in found:
        if block.role in ("heading", "lead"):
            begin_section(setting, block, words)
            note_label(setting, block.start)
        for sentence in by_block.get(block.start, ()):
            claims.extend(read_sentence(setting, sentence))
            if len(claims) > MAX_CLAIMS:
                raise InputError(
                    f"{document.name}: more than {MAX_CLAIMS} statements on trade in one text. "
                    "A report or an order has some hundreds at most. Split the file and read the "
                    "parts."
                )
    return Reading(document, setting.parties, tuple(numbered(claims)))


def idle_run(text: str) -> bool:
    """True for a long run of the same few words or signs: no sentence, and costly to take apart.

    In sentences of prose of that length at least every fourth word is new; here not every eighth.
    """
    words = text.split()
    if len(words) > RUN_WORDS:
        return len(set(words)) * 8 < len(words)
    longest = max(map(len, words), default=0)
    return longest > RUN_LETTERS and longest * 2 > len(text)


def begin_section(setting: Setting, block: Block, words: Lexicon) -> None:
    """A heading or lead-in may say who acts in the bullets below it: `CHINESE ACTIONS:`."""
    text = setting.folded.text[block.start : block.end]
    shown = text.title() if text.isupper() else text
    tokens = tokens_of(shown, 0, len(shown))
    found = [m for m in mentions_of(tokens, words.index["name"]) if m.cls == "party"]
    if block.role == "heading" and found and found[0].first > HEADS:
        found = []
    codes = [m.value for m in found]
    setting.lead = tuple(dict.fromkeys(codes))[:1]


def read_sentence(setting: Setting, sentence: Sentence) -> Iterator[Claim]:
    """The claims of one sentence; then the setting moves on."""
    if sentence.start == sentence.block.start:
        note_label(setting, sentence.start)
    listed = listed_rates(setting, sentence)
    yield from listed
    if listed:
        return
    asked = setting.spoken and is_question(setting, sentence)
    ends = setting.folded.text[sentence.end - 1 : sentence.end] == "?"
    unheard = ("position", "forecast", "measure") if ends else ("position", "forecast")
    quoted_block(setting, sentence)
    remember_names(setting, sentence)
    speaker = speaking(setting, sentence)
    asked = asked or of_market(speaker)
    setting.saying = (speaker.name, speaker.code) if speaker else ("", "")
    count, setting.before = 0, ""
    starts: list[int] = []
    clauses = clauses_of(sentence)
    for clause in clauses:
        for claim in claims_of(setting, clause, speaker):
            if asked and claim.kind in unheard:
                continue
            count += claim.rule != "decided"
            starts.append(claim.start)
            setting.before = claim.kind
            yield qualified(setting, sentence, marked(setting, sentence, claim))
    if speaker is None and sentence.lower(0) == '"':
        speaker = last_speaker(setting)
    if speaker is None and setting.spoken and setting.voice:
        speaker = Speaker(setting.voice, 0, None, setting.home)
    stand = left_unsaid(setting, sentence, speaker) if not (count or asked) else None
    if stand is None and count and speaker and not asked:
        stand = said_first(setting, clauses, speaker, starts)
    if stand:
        yield stand
    move_on(setting, sentence, speaker.name if speaker else None)


def speaking(setting: Setting, sentence: Sentence) -> Speaker | None:
    """Who speaks in a sentence: named in it, in its quotation, or just before it.

    A ministry that says what its country thinks speaks under its own name.
    """
    found = speaker_of(setting, sentence) or within_quote(setting, sentence)
    if setting.spoken and setting.voice and found and found.code == setting.home:
        own = found.name not in setting.lexicon.people and len(found.name.split()) < 3
        found = found._replace(name=setting.voice) if own else found
    goes_on = sentence.lower(0) == '"' and setting.spoke_in == sentence.block.start
    found = found or (last_speaker(setting) if goes_on else None)
    if found and found.code and found.name not in setting.lexicon.people:
        setting.served[found.name] = found.code
    return found


def last_speaker(setting: Setting) -> Speaker | None:
    """Who spoke last, where he or she acts for a place; nobody in an official text."""
    code = "" if setting.official else setting.country(setting.speaker)
    return Speaker(setting.speaker, 0, None, code) if setting.speaker and code else None


def is_question(setting: Setting, sentence: Sentence) -> bool:
    """True in a press conference for what is asked, and not answered: its whole paragraph."""
    text = setting.folded.text[sentence.block.start : sentence.block.end].rstrip(' "')
    asked = setting.folded.text[sentence.end - 1 : sentence.end] == "?"
    return asked or text.endswith("?") or ASKED.match(text.lower()) is not None


def within_quote(setting: Setting, sentence: Sentence) -> Speaker | None:
    """Who speaks in a sentence of a quotation whose speaker another sentence of it names."""
    name = setting.quoted.get(sentence.start)
    return Speaker(name, 0, None, setting.country(name)) if name else None


def quotations(setting: Setting, taken: list[Sentence]) -> None:
    """Keep for sentences inside a quotation who is said to speak it, in the same paragraph."""
    asides(setting, taken)
    opened: list[Sentence] = []
    for sentence in taken:
        if opened and opened[-1].block is not sentence.block:
            opened = []
        marks = sentence.lowers.count('"')
        if marks % 2 == (0 if opened else 1):
            opened.append(sentence)
            continue
        if opened:
            found = speaker_of(setting, sentence)
            for earlier in opened if found and found.code else ():
                setting.quoted[earlier.start] = found.name if found else ""
        opened = []


def asides(setting: Setting, taken: list[Sentence]) -> None:
    """Keep who speaks in `"Talks are over!" NAME wrote.`: told in a short sentence behind."""
    for first, second in pairwise(taken):
        quoted = first.lower(0) == '"' and first.lowers[-1] == '"'
        short = len(second.tokens) <= TAG and '"' not in second.lowers
        if not (quoted and short and first.block is second.block):
            continue
        found = speaker_of(setting, second)
        if found and found.verb and found.verb.first <= 6 and found.code:
            setting.quoted[first.start] = found.name


def quoted_block(setting: Setting, sentence: Sentence) -> None:
    """`NAME: "..."` makes NAME speak until the quotation and those below it are over."""
    if setting.spoken:
        return
    tokens = sentence.tokens
    colon = next((i for i, t in enumerate(tokens[:16]) if t.text == ":"), None)
    opens = colon is not None and sentence.lower(colon + 1) == '"'
    if opens and colon is not None:
        persons = [m for m in sentence.names if m.cls == "person" and m.last <= colon]
        setting.quoting = persons[0].value if persons else setting.quoting
        setting.quote_depth = sentence.block.depth
        setting.speaker = setting.quoting
    elif (
        setting.quoting and sentence.lower(0) != '"' and sentence.block.depth <= setting.quote_depth
    ) and sentence.start == sentence.block.start:
        setting.quoting = None


def move_on(setting: Setting, sentence: Sentence, speaker: str | None) -> None:
    """Keep who was spoken of, for pronouns and subjects of later sentences."""
    persons = [m for m in sentence.names if m.cls == "person" and not governed(sentence, m)]
    for mention in reversed(persons):
        setting.spoken_of(mention.value)
    if speaker:
        setting.speaker, setting.spoke_in = speaker, sentence.block.start
        if (
            speaker in setting.surnames.values()
            or any(speaker == m.value for m in persons)
            or not persons
        ):
            setting.spoken_of(speaker)
    for mention in sentence.nouns:
        if mention.cls == "instrument" and mention.entry.detail == "duty":
            setting.owned = owner_of(sentence, mention) or setting.owned
    first = sentence.verbs[0].first if sentence.verbs else len(sentence.tokens)
    setting.of_truce = any(
        m.cls == "instrument" and m.entry.detail == "truce" and m.last <= first
        for m in sentence.nouns
    )
    setting.of_deal = any(
        m.cls == "instrument" and m.entry.detail == "deal" for m in sentence.nouns
    )
    parties = [m.value for m in sentence.names if m.cls == "party"]
    if parties:
        setting.subject = (parties[0],)
    elif persons:
        code = persons[0].entry.detail
        setting.subject = (code,) if code else setting.subject


def numbered(claims: list[Claim]) -> Iterator[Claim]:
    """Claims in the order of the text, doubles left out, with ids."""
    seen: set[tuple[object, ...]] = set()
    count = 0
    for claim in sorted(claims, key=lambda c: (c.start, c.end)):
        key = (claim.kind, claim.start, claim.end, claim.rate_pct)
        if claim.rule == "suspended-term":
            key = (claim.rule, claim.date_to)
        if key in seen:
            continue
        seen.add(key)
        count += 1
        yield replace(claim, id=f"c{count:02d}")
