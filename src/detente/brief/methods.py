"""The methods box: what the numbers mean, in plain words, with the world's own dates."""

from __future__ import annotations

from pathlib import Path

from detente.brief import words
from detente.brief.brief import InForce, Method
from detente.brief.setting import Setting
from detente.strict_yaml import read_yaml
from detente.worlds import World

TEXTS = Path(__file__).parent / "templates" / "methods.yaml"


def methods(
    setting: Setting, world: World, money_year: int, sides: tuple[InForce, ...]
) -> tuple[Method, ...]:
    """Paragraphs for the reader who did not build the model."""
    theta = world.trade_elasticity[world.goods]
    known = {
        "title": world.title,
        "summary": world.card.summary,
        "countries": len(world.countries),
        "sectors": len(world.sectors),
        "year": world.year,
        "money_year": money_year,
        "lowest": f"{float(theta.min()):.1f}",
        "highest": f"{float(theta.max()):.1f}",
        "weights": "; ".join(dict.fromkeys(side.weights for side in sides)),
        "today": words.day(setting.scenario_at),
        "before": words.day(setting.baseline.before),
        "before_title": setting.baseline.title,
    }
    return tuple(
        Method(str(row["heading"]), str(row["text"]).format(**known))
        for row in read_yaml(TEXTS, "methods.yaml").rows("methods")
    )
