"""What one row of the record says: a measure, its rate, its products, its relations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

RateKind = Literal["none", "flat", "listed", "by_target", "total_floor", "total_cap"]
DUTY_INSTRUMENTS = frozenset({"base_duty", "ad_valorem_duty", "specific_duty", "secondary_duty"})
RELATION_INSTRUMENTS = frozenset({"suspension", "exemption", "quota"})
INSTRUMENTS = (
    DUTY_INSTRUMENTS
    | RELATION_INSTRUMENTS
    | frozenset(
        {
            "precedence_rule",
            "de_minimis",
            "export_licence",
            "export_ban",
            "import_ban",
            "entity_listing",
            "port_fee",
            "fee",
            "deal",
            "court_ruling",
            "divestiture",
            "exit_ban",
            "drug_scheduling",
            "investigation",
            "other",
        }
    )
)
CONTROL_INSTRUMENTS = frozenset({"export_licence", "export_ban", "entity_listing"})
CONDITIONS = frozenset(
    {
        "usmca_claim",
        "preference_claim",
        "end_use",
        "us_content",
        "company_grant",
        "in_transit",
        "quota",
        "performance_test",
        "kind_of_good",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """A citation: the document's id and the section or heading in it."""

    document: str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class RateRule:
    """How a rate is found. `rate` is a fraction of customs value.

    flat         the rate itself
    listed       the column `rate` of the measure's product list
    by_target    the country table `table`
    total_floor  MFN and this duty together reach the rate: max(0, rate - MFN)
    total_cap    MFN and this duty together never exceed the rate
    none         the row carries no ad valorem rate
    """

    kind: RateKind = "none"
    rate: float | None = None
    table: str | None = None

    def text(self) -> str:
        """The rule as a person would write it."""
        if self.kind == "flat":
            return percent(self.rate or 0.0)
        if self.kind == "listed":
            return "by line"
        if self.kind == "by_target":
            return "by country"
        if self.kind == "total_floor":
            return f"total {percent(self.rate or 0.0)} with MFN"
        if self.kind == "total_cap":
            return f"at most {percent(self.rate or 0.0)} with MFN"
        return ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which products: everything, or lists and codes (prefixes), less the exceptions."""

    everything: bool = False
    lists: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    except_lists: tuple[str, ...] = ()
    except_codes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True where nothing is left out."""
        return self.everything and not (self.except_lists or self.except_codes)

    @property
    def empty(self) -> bool:
        """True where the row names no product at all (a deal, a ruling)."""
        return not (self.everything or self.lists or self.codes)


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the record. Intervals are half-open, [effective, until)."""

    id: str
    act: str
    title: str
    imposer: str
    target: tuple[str, ...]
    except_target: tuple[str, ...]
    instrument: str
    family: str | None
    rate: RateRule
    specific: str | None
    content: str | None
    content_scope: Scope
    scope: Scope
    basis: str | None
    announced: date
    effective: datetime | None
    effective_assumed: bool
    until: datetime | None
    until_announced: date
    replaces: tuple[str, ...]
    ends: tuple[str, ...]
    suspends: tuple[str, ...]
    exempts: tuple[str, ...]
    extends: tuple[str, ...]
    condition: str | None
    status: str | None
    source: tuple[Source, ...]
    confidence: str
    note: str | None
    origin: str

    @property
    def is_duty(self) -> bool:
        """True for rows that may levy something ad valorem."""
        return self.instrument in DUTY_INSTRUMENTS and self.status != "threatened"

    @property
    def relates(self) -> bool:
        """True for rows that end, replace, suspend or exempt others."""
        return bool(self.replaces or self.ends or self.suspends or self.exempts)

    def started(self, at: datetime) -> bool:
        """True from the moment the row takes effect."""
        return self.effective is not None and self.effective <= at

    def over(self, at: datetime, as_known: date) -> bool:
        """True where the row's own end has passed and was public on `as_known`."""
        return self.until is not None and self.until_announced <= as_known and self.until <= at

    def runs(self, at: datetime, as_known: date) -> bool:
        """True inside the row's own interval, before any other row is considered."""
        return self.started(at) and not self.over(at, as_known)


def percent(rate: float) -> str:
    """A fraction as a percent text without trailing zeros: 0.075 -> `7.5%`."""
    return f"{rate * 100:.4f}".rstrip("0").rstrip(".") + "%"
