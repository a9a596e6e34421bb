"""What a player may set: which levies, how finely, on whom, on what, within which bounds.

A lever is one rate that a player chooses; it may cover many cells (one rate for all partners).
Levers of several players are kept flat, so that one iteration moves all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from detente.errors import InputError
from detente.worlds.world import Flags, Floats

Levy: TypeAlias = Literal["tariff", "export_tax"]
Detail: TypeAlias = Literal["partner_and_sector", "partner", "sector", "one"]
Whole: TypeAlias = NDArray[np.int64]


class Market(Protocol):
    """Who trades what: labels, border values, what each country spends in all [N], and
    trade elasticities [S].
    """

    @property
    def id(self) -> str: ...
    @property
    def countries(self) -> tuple[str, ...]: ...
    @property
    def sectors(self) -> tuple[str, ...]: ...
    @property
    def goods(self) -> Flags: ...
    @property
    def flows(self) -> Floats: ...
    @property
    def spending(self) -> Floats: ...
    @property
    def elasticity(self) -> Floats: ...
    def country(self, code: str) -> int: ...
    def sector(self, code: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Instruments:
    """What a player may choose.

    `detail`: `partner_and_sector` one rate for each, `partner` one rate for each partner,
    `sector` one for each sector (most favoured nation), `one` a single rate. `partners` are those
    who can be taxed (all if None), `sectors` what (the world's goods if None). Rates stay between
    `lowest` and `highest`, fractions. Raises InputError for a set that is empty or bounds that
    cross.
    """

    levies: tuple[Levy, ...] = ("tariff",)
    detail: Detail = "partner_and_sector"
    partners: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    lowest: float = 0.0
    highest: float = 10.0

    def __post_init__(self) -> None:
        for name in ("levies", "partners", "sectors"):
            if getattr(self, name) == ():
                raise InputError(
                    f"Instruments: {name} is empty. A player without instruments does not play. "
                    f"Name at least one of the {name}, or leave it out."
                )
        known = {"levies": get_args(Levy), "detail": get_args(Detail)}
        for name, given in (("levies", self.levies), ("detail", (self.detail,))):
            strangers = [word for word in given if word not in known[name]]
            if strangers:
                raise InputError(
                    f'Instruments: {name} has "{strangers[0]}". Expected one of '
                    f"{', '.join(known[name])}."
                )
        if not -1.0 < self.lowest < self.highest < np.inf:
            raise InputError(
                f"Instruments: bounds from {self.lowest:g} to {self.highest:g}. Expected fractions "
                "above -1, the lowest below the highest (0 and 10 for duties up to 1000%)."
            )


@dataclass(frozen=True, slots=True, eq=False)
class Levers:
    """The free rates of some players, flat: G levers over C cells.

    By cell [C]: `importer`, `exporter`, `sector`, `taxed` (an export tax, else a tariff), and the
    `lever` that sets it. By lever [G]: `owner` (place among the players), bounds `low` and `high`
    of log(1 + rate), `weight`, the square root of the base trade that it bears on.
    """

    importer: Whole
    exporter: Whole
    sector: Whole
    taxed: Flags
    lever: Whole
    owner: Whole
    low: Floats
    high: Floats
    weight: Floats

    @property
    def count(self) -> int:
        """Levers in all."""
        return self.owner.size

    def cells(self, values: Floats) -> Floats:
        """One value a cell [C] from one value a lever [G]."""
        return values[self.lever]

    def total(self, by_cell: Floats) -> Floats:
        """Sum over the cells of each lever [G]."""
        summed = np.bincount(self.lever, weights=by_cell, minlength=self.count)
        return summed.astype(np.float64)

    def read(self, tariff: Floats, export_tax: Floats) -> Floats:
        """log(1 + rate) [G] of arrays [importer, exporter, sector]: means by trade where many."""
        cells = (self.importer, self.exporter, self.sector)
        rates = np.where(self.taxed, export_tax[cells], tariff[cells])
        size = self.weight[self.lever] ** 2
        many = self.total(np.ones(rates.size))
        mean = self.total(rates * size) / self.total(size)
        return np.log1p(np.where(many > 1.0, mean, self.total(rates)))

    def means(self, rates: Floats, players: int) -> Floats:
        """Each player's mean of rates [G] by the base trade that they bear on [players]."""
        size = self.weight**2
        paid = np.bincount(self.owner, weights=rates * size, minlength=players)
        return paid / np.bincount(self.owner, weights=size, minlength=players)

    def written(self, tariff: Floats, export_tax: Floats, chosen: Floats) -> tuple[Floats, Floats]:
        """The arrays with the levers at log(1 + rate) `chosen` [G]."""
        new = (tariff.copy(), export_tax.copy())
        rates = np.expm1(self.cells(chosen))
        for array, wanted in zip(new, (~self.taxed, self.taxed), strict=True):
            where = (self.importer[wanted], self.exporter[wanted], self.sector[wanted])
            array[where] = rates[wanted]
        return new


def levers_of(market: Market, players: tuple[str, ...], given: tuple[Instruments, ...]) -> Levers:
    """The levers of the players in an economy. Raises InputError where a player has none."""
    parts = [
        _levers(market, place, player, instruments)
        for place, (player, instruments) in enumerate(zip(players, given, strict=True))
    ]
    starts = np.cumsum([0, *(part.count for part in parts)])
    moved = [replace(p, lever=p.lever + s) for p, s in zip(parts, starts, strict=False)]
    if len(moved) == 1:
        return moved[0]
    names = Levers.__slots__
    joined = {name: np.concatenate([getattr(part, name) for part in moved]) for name in names}
    return Levers(**joined)


def _levers(market: Market, place: int, player: str, given: Instruments) -> Levers:
    home = market.country(player)
    partners = given.partners or tuple(code for code in market.countries if code != player)
    abroad = np.array([market.country(code) for code in partners if code != player], dtype=np.int64)
    named = given.sectors or tuple(np.array(market.sectors)[market.goods])
    sectors = np.array([market.sector(code) for code in named], dtype=np.int64)
    parts = [_cells(market, (home, levy), abroad, sectors) for levy in given.levies]
    pair, sector = (np.concatenate([part[k] for part in parts]) for k in (0, 1))
    taxed = np.repeat([levy == "export_tax" for levy in given.levies], [p[1].size for p in parts])
    if sector.size == 0:
        raise InputError(
            f"Game on {market.id}: {player} trades nothing that its instruments cover. "
            "Name other partners or sectors, or leave the player out."
        )
    importer, exporter = np.where(taxed, pair, home), np.where(taxed, home, pair)
    key = np.stack(
        [
            taxed,
            pair * (given.detail in ("partner_and_sector", "partner")),
            sector * (given.detail in ("partner_and_sector", "sector")),
        ]
    )
    _, lever = np.unique(key, axis=1, return_inverse=True)
    lever = lever.reshape(-1)
    trade = market.flows[importer, exporter, sector] / market.spending[home]
    count = int(lever.max()) + 1
    ones = np.ones(count)
    return Levers(
        importer,
        exporter,
        sector,
        taxed,
        lever,
        np.full(count, place),
        ones * np.log1p(given.lowest),
        ones * np.log1p(given.highest),
        np.sqrt(np.bincount(lever, weights=trade, minlength=count)),
    )


def _cells(
    market: Market, own: tuple[int, Levy], abroad: Whole, sectors: Whole
) -> tuple[Whole, Whole]:
    """Partner and sector of every cell with trade."""
    home, levy = own
    trade = market.flows[home, abroad] if levy == "tariff" else market.flows[abroad, home]
    where = np.argwhere(trade[:, sectors] > 0.0)
    return abroad[where[:, 0]], sectors[where[:, 1]]
