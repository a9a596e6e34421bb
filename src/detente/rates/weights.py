"""Trade weights: what an importer bought from an exporter, by tariff line, in a named year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from detente.rates.products import Floats
from detente.rates.trade import trade_folder, trade_table
from detente.strict_yaml import Document, read_yaml


@dataclass(frozen=True, slots=True)
class TradeWeights:
    """Imports by tariff line in USD of one year; `assessed` is the duty customs calculated.

    codes[p] tariff lines, value[p] and assessed[p] in USD (assessed NaN where unknown).
    """

    importer: str
    exporter: str
    name: str
    codes: tuple[str, ...]
    value: Floats
    assessed: Floats


@dataclass(frozen=True, slots=True)
class WeightSource:
    """A row of weights.yaml: which table holds the imports of whom."""

    importer: str
    table: str
    name: str
    exporter: str | None
    bloc: str | None


def _file() -> Document:
    return read_yaml(trade_folder() / "weights.yaml", "weights.yaml")


@lru_cache(maxsize=1)
def claims_table() -> str:
    """Name of the table of preference claims by product."""
    return str(_file().mapping()["claims"])


@lru_cache(maxsize=1)
def weight_sources() -> tuple[WeightSource, ...]:
    """The weight tables that come with detente, by importer."""
    return tuple(
        WeightSource(
            importer=str(r["importer"]),
            table=str(r["table"]),
            name=str(r["name"]),
            exporter=_optional(r.get("exporter")),
            bloc=_optional(r.get("bloc")),
        )
        for r in _file().rows("weights")
    )


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=4)
def _partners(table: str) -> dict[str, tuple[tuple[str, ...], Floats, Floats]]:
    columns = trade_table(table, ("partner", "code", "value_usd", "duty_usd"))
    order = np.argsort(columns["partner"], kind="stable")
    partner = columns["partner"][order]
    names, starts = np.unique(partner, return_index=True)
    found: dict[str, tuple[tuple[str, ...], Floats, Floats]] = {}
    for k, name in enumerate(names):
        rows = order[starts[k] : starts[k + 1] if k + 1 < len(starts) else len(order)]
        found[str(name)] = (
            tuple(columns["code"][rows].tolist()),
            columns["value_usd"][rows].astype(float),
            columns["duty_usd"][rows].astype(float),
        )
    return found


def partners(importer: str) -> tuple[str, ...]:
    """Exporters for which the importer's trade is known line by line."""
    for source in weight_sources():
        if source.importer == importer:
            return (source.exporter,) if source.exporter else tuple(_partners(source.table))
    return ()


def traded_codes(importer: str) -> tuple[str, ...]:
    """Every tariff line the importer bought from any partner detente knows of."""
    codes: set[str] = set()
    for partner in partners(importer):
        table = trade_weights(importer, partner)
        codes.update(table.codes if table else ())
    return tuple(sorted(codes))


@lru_cache(maxsize=128)
def trade_weights(importer: str, exporter: str) -> TradeWeights | None:
    """Weights of one flow, or None where detente holds none."""
    for source in weight_sources():
        if source.importer != importer:
            continue
        if source.exporter is not None:
            return _single(source) if source.exporter == exporter else None
        table = _partners(source.table)
        if exporter in table:
            codes, value, duty = table[exporter]
            return TradeWeights(importer, exporter, source.name, codes, value, duty)
    return None


def _single(source: WeightSource) -> TradeWeights:
    columns = trade_table(source.table, ("code", "value_usd"))
    value = columns["value_usd"].astype(float)
    return TradeWeights(
        importer=source.importer,
        exporter=source.exporter or "",
        name=source.name,
        codes=tuple(columns["code"].tolist()),
        value=value,
        assessed=np.full(value.shape, np.nan),
    )
