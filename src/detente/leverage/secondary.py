"""Duties on whoever buys from a third party, run through the model for every large buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.ledger.overlay import Scenario
from detente.ledger.values import parse_rate
from detente.leverage.settings import leverage_file
from detente.outlook import Points, pose
from detente.outlook.payoff import Payoff, payoff


@dataclass(frozen=True, slots=True)
class Buyer:
    """A large buyer: what the duty costs it, the imposer, and the exporter it aims at.

    share   of the exporter's sales that the buyer takes
    """

    buyer: str
    share: float
    rate: float
    on_buyer: Payoff
    on_imposer: Payoff
    on_exporter: Payoff


@dataclass(frozen=True, slots=True)
class Secondary:
    """Duties on buyers of one good of one exporter, one buyer at a time."""

    exporter: str
    good: str
    imposer: str
    source: str
    buyers: tuple[Buyer, ...]


def secondary_duties(points: Points, as_known: date) -> Secondary | None:
    """Every large buyer in turn under a duty on all its goods, against the duties of today.

    None where the shares of buyers were not known on the day, or the imposer is neither side.
    """
    row = leverage_file().mapping("buyers")
    imposer, exporter = str(row["imposer"]), str(row["exporter"])
    known = date.fromisoformat(str(row["known_on"])) <= as_known
    if not known or imposer not in points.scene.parties:
        return None
    found: list[Buyer] = []
    for line in leverage_file().rows("buyers", "shares"):
        buyer = str(line["buyer"])
        scenario = _duty_on(imposer, buyer, str(row["rate"]), points.scene.parties)
        new = points.solve(pose(points.scene, scenario)).equilibrium
        old = points.held.equilibrium
        found.append(
            Buyer(
                buyer=buyer,
                share=float(str(line["share"])),
                rate=parse_rate(str(row["rate"])),
                on_buyer=payoff(buyer, new, old),
                on_imposer=payoff(imposer, new, old),
                on_exporter=payoff(exporter, new, old),
            )
        )
    return Secondary(exporter, str(row["good"]), imposer, str(row["source"]), tuple(found))


def _duty_on(imposer: str, target: str, rate: str, parties: tuple[str, str]) -> Scenario:
    name = f"secondary-{imposer}-{target}"
    return added_duty(name, imposer, target, rate, parties, "ieepa_oil")


def added_duty(
    name: str, imposer: str, target: str, rate: str, parties: tuple[str, str], family: str
) -> Scenario:
    """A scenario with one more duty on all goods of a target."""
    duty = {
        "id": f"SCENARIO-{name.upper()}",
        "title": f"{rate} on {target}",
        "imposer": imposer,
        "target": [target],
        "family": family,
        "rate": rate,
    }
    return Scenario.model_validate(
        {
            "id": name,
            "title": name,
            "question": name,
            "parties": list(parties),
            "changes": [{"add": duty}],
        }
    )
