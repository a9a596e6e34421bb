"""What the reader keeps in mind of a document: its parties, voice, and what was said last."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from detente.claims.dates import When
from detente.claims.lexicon import Lexicon, language_file, rows, texts
from detente.claims.sentence import Sentence
from detente.claims.tokens import Mention, mentions_of, tokens_of
from detente.documents.document import Document
from detente.documents.fold import Folded

SECOND_PARTY_SHARE = 0.12
FEWEST_MENTIONS = 2
SHORT = 4
OPENING = 1500
ORDER_WITHIN = 20_000


@dataclass(slots=True)
class Setting:
    """The state of reading: fixed facts of the document, and what the last sentences left."""

    document: Document
    folded: Folded
    lexicon: Lexicon
    parties: tuple[str, ...]
    voice: str | None
    home: str
    official: bool
    deal: bool
    surnames: dict[str, str] = field(default_factory=dict[str, str])
    served: dict[str, str] = field(default_factory=dict[str, str])
    persons: dict[str, str] = field(default_factory=dict[str, str])
    quoted: dict[int, str] = field(default_factory=dict[int, str])
    dated: dict[tuple[int, int, int], list[When]] = field(
        default_factory=dict[tuple[int, int, int], list[When]]
    )
    speaker: str | None = None
    spoke_in: int = -1
    saying: tuple[str, str] = ("", "")
    quoting: str | None = None
    quote_depth: int = 0
    subject: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    current: str | None = None
    acted_status: str = "in_force"
    acted_from: str | None = None
    action_from: str | None = None
    truce_from: str | None = None
    truce_to: str | None = None
    place: str | None = None
    met_from: str | None = None
    met_to: str | None = None
    of_truce: bool = False
    of_deal: bool = False
    of_app: bool = False
    last_instrument: str | None = None
    before: str = ""
    joint: bool = False
    spoken: bool = False
    trader: tuple[str, ...] = ()
    own_duty: str | None = None
    ruling: bool = False
    facing: tuple[str, ...] = ()
    effective: str | None = None
    levied: dict[float, tuple[tuple[str, ...], tuple[str, ...]]] = field(
        default_factory=dict[float, tuple[tuple[str, ...], tuple[str, ...]]]
    )
    leviers: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def unilateral(self) -> bool:
        """True for an official text of one government on its own acts: an order, a notice."""
        return self.official and bool(self.home) and not (self.joint or self.deal)

    def other(self, actor: tuple[str, ...]) -> tuple[str, ...]:
        """The parties of the document besides an actor."""
        return tuple(code for code in self.parties if code not in actor)

    def spoken_of(self, name: str) -> None:
        """Keep somebody as the one whom `he` or `she` means next; strangers may be either."""
        known = self.lexicon.people.get(name)
        for pronoun in (known.pronoun,) if known else ("he", "she"):
            self.persons[pronoun] = name

    def country(self, person: str | None) -> str:
        """The place for which a known person acts, else nothing."""
        known = self.lexicon.people.get(person or "")
        if known or not person:
            return known.country if known else ""
        return self.served.get(person, "") or place_named(self.lexicon, person)


def place_named(lexicon: Lexicon, name: str) -> str:
    """The place that a name is or begins with: `Beijing`, `Indian officials`, else nothing."""
    tokens = tokens_of(name, 0, len(name))
    found = mentions_of(tokens, lexicon.index["name"])
    codes = (m.value if m.cls == "party" else m.entry.detail for m in found if m.cls != "group")
    return next((code for code in codes if code), "")


@dataclass(frozen=True, slots=True)
class Voice:
    """One row of the voices file, its patterns compiled."""

    title: re.Pattern[str] | None
    publisher: re.Pattern[str] | None
    name: str
    home: str
    official: bool
    ruling: bool


@lru_cache(maxsize=1)
def orders() -> re.Pattern[str]:
    """The pattern of what an order says of itself."""
    return re.compile(str(language_file("voices")["order"]), re.IGNORECASE)


@lru_cache(maxsize=1)
def voices() -> tuple[tuple[Voice, ...], re.Pattern[str], tuple[str, ...]]:
    """The rows of the voices file, the pattern of deals, and the words for both sides."""
    tree = language_file("voices")

    def pattern(text: object) -> re.Pattern[str] | None:
        return re.compile(str(text), re.IGNORECASE) if text else None

    found = tuple(
        Voice(
            pattern(row.get("title")),
            pattern(row.get("publisher")),
            str(row["voice"]),
            str(row["home"] or ""),
            row["official"] == "true",
            row.get("ruling") == "true",
        )
        for row in rows(tree["voices"])
    )
    return found, re.compile(str(tree["deal"]), re.IGNORECASE), tuple(texts(tree["sides"]))


def setting_of(
    document: Document, folded: Folded, lexicon: Lexicon, sentences: list[Sentence]
) -> Setting:
    """The setting at the start of reading."""
    parties = main_parties(lexicon, sentences)
    rows_, deal, _ = voices()
    head = first_line(folded.text)
    title = document.title or head
    row = next((v for v in rows_ if speaks(v, title, head, document.publisher or "")), None)
    named = parties_named(lexicon, sentences, title)
    row = row or government(lexicon, document.publisher or "")
    voice = row.name if row else None
    joint = voice == "joint"
    if joint:
        parties = named if len(named) > 1 else parties
        voice = " and ".join(adjective(code) for code in parties[:2]) + " governments"
    home = (row.home if row else "") or (parties[0] if parties else "")
    official = row is not None and row.official
    if official and not joint and home and home not in parties:
        parties = (home, *(code for code in (*named, *parties) if code != home))[:2]
    elif official and not joint and home and len(parties) == 1:
        parties = (home, *(code for code in named if code != home))[:2]
    is_deal = deal.search(title + " " + head) is not None
    is_deal = is_deal and (joint or orders().search(folded.text[:ORDER_WITHIN]) is None)
    levies = home == str(lexicon.rows["levier"])
    spoken = (
        official and not joint and remarks().search(title + "\n" + folded.text[:400]) is not None
    )
    return Setting(
        document,
        folded,
        lexicon,
        parties,
        voice,
        home,
        official,
        is_deal and not carries_out().search(title),
        joint=joint,
        spoken=spoken,
        quoting=voice if spoken else None,
        own_duty=own_duty(lexicon, title, folded.text) if official and levies else None,
        ruling=row is not None and row.ruling,
        facing=tuple(code for code in named if code != home),
    )


@lru_cache(maxsize=1)
def carries_out() -> re.Pattern[str]:
    """The pattern of titles of texts that carry out a deal: they act by themselves."""
    return re.compile(str(language_file("voices")["not_deal"]), re.IGNORECASE)


@lru_cache(maxsize=1)
def of_state() -> re.Pattern[str]:
    """The pattern of names of governments and ministries."""
    return re.compile(str(language_file("voices")["state"]), re.IGNORECASE)


def government(lexicon: Lexicon, publisher: str) -> Voice | None:
    """The voice of a publisher that is a government or ministry of a place it names."""
    home = place_named(lexicon, publisher) if of_state().search(publisher) else ""
    return Voice(None, None, publisher, home, official=True, ruling=False) if home else None


@lru_cache(maxsize=1)
def remarks() -> re.Pattern[str]:
    """The pattern of titles and openings of what a spokesperson says or answers."""
    return re.compile(str(language_file("voices")["remarks"]), re.IGNORECASE | re.MULTILINE)


def own_duty(lexicon: Lexicon, title: str, text: str) -> str | None:
    """Under which law a notice or order levies its duties: told by its title, else its opening."""
    for stretch in (title, text[:OPENING]):
        low = stretch.lower()
        for row in rows(lexicon.rows["own_duty"]):
            if any(word in low for word in texts(row["near"])):
                return str(row["instrument"])
    return None


def speaks(voice: Voice, title: str, head: str, publisher: str) -> bool:
    """True where the row's patterns fit the document."""
    if voice.title and (voice.title.search(title) or voice.title.search(head)):
        return True
    return bool(voice.publisher and voice.publisher.search(publisher))


def first_line(text: str) -> str:
    """The first line with words."""
    return next((line.strip() for line in text[:4000].split("\n") if line.strip()), "")[:300]


def main_parties(lexicon: Lexicon, sentences: list[Sentence]) -> tuple[str, ...]:
    """The one or two places that the text is most about."""
    counts: Counter[str] = Counter()
    seen: set[tuple[int, int]] = set()
    for sentence in sentences:
        for mention in sentence.names:
            code = mention.value if mention.cls == "party" else mention.entry.detail
            here = (sentence.start, mention.first)
            if mention.entry.detail == "adjective" and of_goods(sentence, mention):
                continue
            if mention.cls in ("party", "person", "agency") and code and here not in seen:
                counts[code] += 1
                seen.add(here)
    ranked = [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    if len(ranked) < 2:
        return tuple(ranked)
    second = counts[ranked[1]]
    enough = (
        second >= FEWEST_MENTIONS or counts[ranked[0]] <= SHORT
    ) and second >= SECOND_PARTY_SHARE * counts[ranked[0]]
    chosen = ranked[:2] if enough else ranked[:1]
    return tuple(sorted(chosen, key=lambda code: (code != "US", ranked.index(code))))


def of_goods(sentence: Sentence, name: Mention) -> bool:
    """True in `Russian oil`: the name only says whence goods come."""
    return any(
        (m.first == name.last and m.cls == "product")
        or (m.first == name.first and m.last > name.last)
        for m in sentence.nouns
    )


def parties_named(lexicon: Lexicon, sentences: list[Sentence], title: str) -> tuple[str, ...]:
    """The places named in a title, in order."""
    tokens = tokens_of(title, 0, len(title))
    codes = [m.value for m in mentions_of(tokens, lexicon.index["name"]) if m.cls == "party"]
    return tuple(dict.fromkeys(codes))


@lru_cache(maxsize=256)
def adjective(code: str) -> str:
    """The adjective of a place in the name of its government: US, Chinese, UK."""
    for row in rows(language_file("places")["places"]):
        if row["code"] == code:
            words = texts(row["adjectives"])
            short = [w for w in words if w.isupper() and w.isalpha()]
            return (short or words or texts(row["names"]))[0]
    return code
