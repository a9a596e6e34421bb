"""The score of claims against labels: kinds agree, spans overlap by half of the shorter one."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

FIELDS = ("actor", "target", "instrument", "rate_pct", "date_from", "date_to", "status", "speaker")


@dataclass
class Score:
    """Counts of one or more documents."""

    gold: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    predicted: int = 0
    wrong: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    distracted: int = 0
    missed: list[Any] = field(default_factory=list)
    extra: list[Any] = field(default_factory=list)
    errors: list[Any] = field(default_factory=list)
    pairs: list[Any] = field(default_factory=list)

    def add(self, other: Score) -> None:
        for name in ("gold", "hit", "right", "asked"):
            getattr(self, name).update(getattr(other, name))
        for name in ("predicted", "wrong", "distracted"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("missed", "extra", "errors", "pairs"):
            getattr(self, name).extend(getattr(other, name))

    def recall(self, *kinds: str) -> float:
        chosen = kinds or tuple(self.gold)
        total = sum(self.gold[k] for k in chosen)
        return sum(self.hit[k] for k in chosen) / total if total else 1.0

    @property
    def precision(self) -> float:
        return 1 - self.wrong / self.predicted if self.predicted else 1.0

    def share(self, name: str) -> float:
        return self.right[name] / self.asked[name] if self.asked[name] else 1.0


def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Common characters as a share of the shorter span."""
    common = min(one["end"], other["end"]) - max(one["start"], other["start"])
    shorter = min(one["end"] - one["start"], other["end"] - other["start"])
    return common / shorter if shorter > 0 else 0.0


def union(one: dict[str, Any], other: dict[str, Any]) -> float:
    common = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return common / (max(one["end"], other["end"]) - min(one["start"], other["start"]))


def matched(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """One to one, best overlap first."""
    pairs = sorted(
        (
            (-overlap(g, f), -union(g, f), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g["kind"] == f["kind"] and overlap(g, f) >= 0.5
        ),
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    result: list[tuple[int, int]] = []
    for _, _, i, j in pairs:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            result.append((i, j))
    return result


def same_date(one: str | None, other: str | None) -> bool:
    """Equal at the coarser of the two precisions."""
    if one is None or other is None:
        return one == other
    if "W" in one or "W" in other:
        return week(one) == week(other)
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def week(text: str) -> str:
    from datetime import date

    if len(text) == 10 and "W" not in text:
        year, number, _ = date.fromisoformat(text).isocalendar()
        return f"{year}-W{number:02d}"
    return text


def same(name: str, one: Any, other: Any) -> bool:
    if name in ("date_from", "date_to"):
        return same_date(one, other)
    if name in ("actor", "target"):
        return set(one) == set(other)
    if name == "speaker" and one and other:
        return one.split()[-1].lower() == other.split()[-1].lower()
    return one == other


def score(label: dict[str, Any], found: list[dict[str, Any]]) -> Score:
    """The score of one document's claims against its labels."""
    result = Score()
    head = label.get("headline_span")
    found = [f for f in found if not head or f["start"] >= head[1]]
    gold = label["claims"]
    result.gold.update(g["kind"] for g in gold if g["core"])
    pairs = matched(gold, found)
    taken = {j for _, j in pairs}
    for i, j in pairs:
        g, f = gold[i], found[j]
        if g["core"]:
            result.hit[g["kind"]] += 1
            result.predicted += 1
        result.pairs.append((g, f))
        for name in FIELDS:
            result.asked[name] += 1
            result.right[name] += same(name, g[name], f[name])
            if g[name]:
                result.asked[f"{name} told"] += 1
                result.right[f"{name} told"] += same(name, g[name], f[name])
        told = [n for n in ("date_from", "date_to") if g[n]]
        if told:
            result.asked["dates"] += 1
            result.right["dates"] += all(same_date(g[n], f[n]) for n in ("date_from", "date_to"))
    extra = [f for j, f in enumerate(found) if j not in taken]
    result.predicted += len(extra)
    result.wrong = len(extra)
    result.extra = extra
    hit = {i for i, _ in pairs}
    result.missed = [g for i, g in enumerate(gold) if g["core"] and i not in hit]
    for d in label["distractors"]:
        result.distracted += sum(
            f["kind"] in d["forbid"]
            and overlap(d, f) >= 0.5
            and f["end"] - f["start"] < 4 * (d["end"] - d["start"])
            for f in found
        )
    return result


def documents_folder() -> Path:
    """The folder of documents with its labels."""
    named = os.environ.get("DETENTE_DOCUMENTS")
    path = Path(named) if named else Path(os.environ["DETENTE_REFERENCE"]).parent / "documents"
    if not (path / "gold").is_dir():
        pytest.skip(f"{path} holds no labelled documents")
    return path
