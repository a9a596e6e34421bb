"""How many articles a minute the reader takes on one core, and whether its memory grows.

    python benchmarks/bench_claims.py [--articles 10000] [--words 500]

Articles are composed of sentences of tests/cases/sentences.yaml, which were written for this
project: drawn in a random order that a seed fixes, four to a paragraph, until an article has its
words. Prints processor time, so other work on the machine matters less. Memory is what the
process holds after the first hundred articles and after the last.
"""

from __future__ import annotations

import argparse
import gc
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.claims import read_claims
from detente.documents import from_text
from detente.documents.read import About
from detente.strict_yaml import read_yaml

SENTENCES = Path(__file__).parents[1] / "tests" / "cases" / "sentences.yaml"
PUBLISHED = About(published=date(2025, 7, 28))
PARAGRAPH = 4
WARM = 100
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Pass:
    """What reading the articles took: processor seconds, claims, and MB held at both ends."""

    articles: int
    words: int
    claims: int
    seconds: float
    before: float
    after: float


def composed(sentences: list[str], words: int, seed: int) -> Iterator[str]:
    """Articles without end, each of at least so many words, no two in the same order."""
    drawn = random.Random(seed)
    while True:
        article: list[str] = []
        for sentence in drawn.choices(sentences, k=words):
            article.append(sentence)
            if sum(len(each.split()) for each in article) >= words:
                break
        starts = range(0, len(article), PARAGRAPH)
        yield "\n\n".join(" ".join(article[k : k + PARAGRAPH]) for k in starts)


def held() -> float:
    """MB of memory the process holds now, not the most it ever held."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def read_all(articles: Iterator[str], count: int, warm: int = WARM) -> Pass:
    """Read so many articles, after some that fill what is kept for all."""
    for _ in range(warm):
        read_claims(from_text(next(articles), about=PUBLISHED))
    before = held()
    words = claims = 0
    seconds = 0.0
    for _ in range(count):
        text = next(articles)
        start = time.process_time()
        found = read_claims(from_text(text, about=PUBLISHED)).claims
        seconds += time.process_time() - start
        words += len(text.split())
        claims += len(found)
    return Pass(count, words, claims, seconds, before, held())


def main() -> None:
    """Compose, read, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = read_yaml(SENTENCES).rows("sentences")
    texts = composed([str(row["text"]) for row in rows], asked.words, asked.seed)
    done = read_all(texts, asked.articles)
    print(f"articles                         {done.articles:12,}")
    print(f"words an article                 {done.words / done.articles:12,.0f}")
    print(f"claims an article                {done.claims / done.articles:12.1f}")
    print(f"articles a minute, one core      {SECONDS * done.articles / done.seconds:12,.0f}")
    print(f"memory before and after, MB      {done.before:6.1f} {done.after:5.1f}")
    print(f"growth, MB                       {done.after - done.before:12.1f}")


if __name__ == "__main__":
    main()
