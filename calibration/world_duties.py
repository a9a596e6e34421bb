"""Duties [importer, exporter, good] of world-2023: groups of countries, agreements, US record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from balance import Floats
from world_goods import Places, partner_places
from world_sources import BlocDuties, UsImports


def duties(
    blocs: BlocDuties,
    names: list[str],
    bloc_of: list[str],
    recipe: Mapping[str, Any],
    census: UsImports,
    places: Places,
) -> Floats:
    """Duties between groups, zero among free-trade partners, the home country's as assessed."""
    at = [names.index(name) for name in bloc_of]
    rate = between_groups(blocs.rate)[np.ix_(at, at)]
    _free(rate, recipe["free_trade"], recipe["eu"], places)
    for row in recipe["free_importers"]:
        rate[places.at(row["country"])] = 0.0
    rate[places.at(places.home)] = assessed(census, places, recipe)
    for row in recipe["added_duties"]:
        pair = places.at(row["importer"]), places.at(row["exporter"])
        at_pair = names.index(row["importer"]), names.index(row["exporter"])
        rate[pair] = blocs.rate[at_pair] + blocs.added[at_pair]
    own = np.arange(len(places.codes))
    rate[own, own] = 0.0
    return rate


def between_groups(rate: Floats) -> Floats:
    """The same, two countries of one group paying its mean duty on the other groups."""
    done, own = rate.copy(), np.arange(rate.shape[0])
    done[own, own] = 0.0
    done[own, own] = done.sum(axis=1) / (len(own) - 1)
    return done


def _free(rate: Floats, rows: list[dict[str, Any]], union: list[str], places: Places) -> None:
    """Zero both ways between the sides of each agreement, among its members if it has one side."""
    for row in rows:
        ours = _positions(row["members"], union, places)
        theirs = _positions(row["partners"], union, places) if "partners" in row else ours
        rate[np.ix_(ours, theirs)] = 0.0
        rate[np.ix_(theirs, ours)] = 0.0


def _positions(codes: list[str], union: list[str], places: Places) -> list[int]:
    return [places.at(c) for code in codes for c in (union if code == "EU" else [code])]


def assessed(census: UsImports, places: Places, recipe: Mapping[str, Any]) -> Floats:
    """Duty over value of the home country's imports, by partner; zero where nothing is bought."""
    value = np.zeros((len(places.codes), census.value.shape[1]))
    duty = np.zeros_like(value)
    for partner, at in partner_places(census, places):
        value[at] += census.value[partner]
        duty[at] += census.duty[partner]
    union = census.partners.index("EU27")
    for code in recipe["eu"]:
        value[places.at(code)], duty[places.at(code)] = census.value[union], census.duty[union]
    for code, other in recipe["unlisted"].items():
        value[places.at(code)], duty[places.at(code)] = (
            value[places.at(other)],
            duty[places.at(other)],
        )
    return np.where(value > 0.0, duty / np.where(value > 0.0, value, 1.0), 0.0)
