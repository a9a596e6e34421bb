"""Which places a brief reports, and which countries of a world stand for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.ledger.read import built_in_record
from detente.strict_yaml import Tree, read_yaml
from detente.worlds import Economy, World

WORLD = "WORLD"


@dataclass(frozen=True, slots=True)
class Reported:
    """A place in the tables: its code, name, the world's countries behind it, its size today.

    gdp_usd_bn and households_m are None where a size is not recorded for every member;
    member_gdp are the members' GDPs, empty where one is missing.
    """

    code: str
    name: str
    members: tuple[int, ...]
    gdp_usd_bn: float | None
    households_m: float | None
    member_gdp: tuple[float, ...] = ()


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, Tree]]:
    return read_yaml(built_in_record() / "reported.yaml", "reported.yaml").rows("reported")


def reported_places(world: World, economies: Mapping[str, Economy]) -> tuple[Reported, ...]:
    """The places of reported.yaml that the world has, in that order, and the world as a whole.

    A country the world lacks is stood for by the region that holds it, named as such; a
    region that stands for several is listed once.
    """
    found: list[Reported] = []
    for row in _rows():
        code, name = str(row["code"]), str(row["name"])
        if code == WORLD:
            members = tuple(range(len(world.countries)))
        elif isinstance(wanted := row.get("members"), list):
            members = tuple(i for i, c in enumerate(world.countries) if c in wanted)
        elif code in world.countries:
            members = (world.countries.index(code),)
        else:
            code = str(row.get("otherwise", ""))
            if code not in world.countries or any(r.code == code for r in found):
                continue
            name = f"Rest of the world (with {name})"
            members = (world.countries.index(code),)
        if members:
            found.append(_sized(code, name, members, world, economies))
    return tuple(found)


def _sized(
    code: str,
    name: str,
    members: tuple[int, ...],
    world: World,
    economies: Mapping[str, Economy],
) -> Reported:
    codes = [world.countries[i] for i in members]
    homes = [economies[c].households_m for c in codes if c in economies]
    counted = [h for h in homes if h is not None]
    households = sum(counted) if len(counted) == len(codes) else None
    sizes = [_gdp([c], world, economies) for c in codes]
    each = tuple(s for s in sizes if s is not None)
    total = sum(each) if len(each) == len(codes) else None
    return Reported(code, name, members, total, households, each if total is not None else ())


def _gdp(codes: Sequence[str], world: World, economies: Mapping[str, Economy]) -> float | None:
    """GDP of the countries; a region without a figure of its own is the rest of the world."""
    unknown = [c for c in codes if c not in economies]
    known = sum(economies[c].gdp_usd_bn for c in codes if c in economies)
    if not unknown:
        return known
    others = [c for c in world.countries if c in economies]
    if len(unknown) > 1 or len(others) + 1 < len(world.countries) or WORLD not in economies:
        return None
    return known + economies[WORLD].gdp_usd_bn - sum(economies[c].gdp_usd_bn for c in others)
