"""The brief as one frozen value: what terminal, HTML, Markdown and JSON render.

Rates and changes are fractions; money is in USD with the unit in the name. Every row that
rests on the record carries `cites`, numbers into `sources`. A figure's address, such as
`scenarios.april-war.USA.real_income`, is what `detente explain` takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from detente.brief.answers import Deals, Holds, OddsNote, Position, Power, Texts

SO_FAR = "so-far"
"""Stands where a scenario would: the duties of today against those of the baseline."""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A cited document; `how` says how it is known (text, secondary, background)."""

    number: int
    id: str
    text: str
    how: str
    url: str | None


@dataclass(frozen=True, slots=True)
class RoundNote:
    """A round of talks: where, when, who leads each side, and what came of it as known."""

    city: str
    start: date
    until: date
    heads: tuple[str, ...]
    outcome: str | None
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerRow:
    """A duty in force.

    rate_text  the rate as the act states it
    points     its part of the trade-weighted average, a fraction
    """

    measure: str
    title: str
    family: str
    rate_text: str
    points: float
    effective: datetime | None
    until: datetime | None
    confidence: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SuspendedRow:
    """A duty set aside: `rate` is its own (None: by line), `levied` what is still collected."""

    measure: str
    title: str
    rate: float | None
    levied: float
    by: str
    until: datetime | None
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """Duties of one side on the other today.

    average        trade-weighted mean of all layers
    new_layers     duties on all goods that came since `baseline`, added up (30% after Geneva)
    coverage       share of trade under any duty besides MFN
    unknown        share of trade left out because its duty is specific and not converted
    own_day, own_day_average   end of the day at the importer, and the average then, where the
                   brief's own moment has another one
    """

    importer: str
    exporter: str
    importer_name: str
    exporter_name: str
    average: float
    new_layers: float
    coverage: float
    unknown: float
    trade_usd_bn: float
    weights: str
    layers: tuple[LayerRow, ...]
    suspended: tuple[SuspendedRow, ...]
    own_day: datetime | None = None
    own_day_average: float | None = None


@dataclass(frozen=True, slots=True)
class ControlRow:
    """An export control or listing, with its state on the day."""

    measure: str
    imposer: str
    target: str
    title: str
    instrument: str
    state: str
    announced: date
    effective: datetime | None
    until: datetime | None
    confidence: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Four:
    """One rate at four points: before the truce, today, and after a lapse, in law and as announced.

    None where there is no such state (no truce, nothing announced).
    """

    before: float | None
    today: float
    legal: float | None
    announced: float | None


@dataclass(frozen=True, slots=True)
class SnapSector:
    """A sector's rates around the deadline and the trade they fall on."""

    sector: str
    name: str
    trade_usd_bn: float
    rate: Four


@dataclass(frozen=True, slots=True)
class SnapSide:
    """One side's rates around the deadline: average, layers of the conflict, sectors.

    `counted_with` names the places whose goods the world counts with the exporter's; the sectors
    hold them, the average does not.
    """

    importer: str
    exporter: str
    average: Four
    new_layers: Four
    sectors: tuple[SnapSector, ...]
    counted_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """The truce that binds the two sides, and what its end brings.

    title        of the truce that sets the end
    before       when the first of the truces that this one prolongs began
    running      title of the truce that runs, where another known to prolong it sets the end
    takes_over   when that other one begins
    """

    truce: str
    title: str
    start: datetime
    until: datetime | None
    days_left: int | None
    started: bool
    before: datetime
    suspends: tuple[SuspendedRow, ...]
    removed: tuple[str, ...]
    conditions: tuple[str, ...]
    legal: str | None
    announced: tuple[str, ...]
    sides: tuple[SnapSide, ...]
    cites: tuple[int, ...]
    running: str | None = None
    takes_over: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A pending date on the calendar."""

    date: datetime
    kind: str
    title: str
    what_if_nothing: str | None
    automatic: bool
    confidence: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """Average duty over time: a step function, each rate holding until the next moment."""

    importer: str
    exporter: str
    moments: tuple[datetime, ...]
    rates: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Changes of one economy between two equilibria; fractions unless the name says USD.

    usd_bn, usd_household   real income change per year, at GDP and households of the
                            reference year
    revenue_usd_bn          change of tariff revenue
    """

    real_income: float
    usd_bn: float | None
    usd_household: float | None
    consumer_price: float
    exports: float
    imports: float
    revenue_usd_bn: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One place under a scenario, against today's duties and against the baseline."""

    place: str
    name: str
    today: Effect
    baseline: Effect


@dataclass(frozen=True, slots=True)
class Share:
    """A partner's part in diverted trade, in USD bn of the world's year, and in percent."""

    place: str
    name: str
    usd_bn: float
    change: float


@dataclass(frozen=True, slots=True)
class Diversion:
    """Where the second party's goods go, and who fills the first party's market."""

    exporter: str
    importer: str
    lost_usd_bn: float
    lost_share: float
    destinations: tuple[Share, ...]
    suppliers: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class RunNote:
    """How a number was computed."""

    world: str
    world_year: int
    record: str
    status: str
    residual: float
    iterations: int
    switches: tuple[tuple[str, str], ...]
    numeraire: str


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """A scenario solved in general equilibrium, or the reason it cannot be posed."""

    id: str
    title: str
    question: str
    role: str
    explanation: str
    missing: str | None
    averages: tuple[float, ...]
    new_layers: tuple[float, ...]
    outcomes: tuple[Outcome, ...]
    diversion: Diversion | None
    run: RunNote | None
    cites: tuple[int, ...]

    def outcome(self, place: str) -> Outcome | None:
        """The outcome of a place by code."""
        return next((o for o in self.outcomes if o.place == place), None)


@dataclass(frozen=True, slots=True)
class Spread:
    """Real income of a place under a scenario on several worlds; `SO_FAR` against baseline.

    changes[w] is the change on worlds[w]; lowest and highest are the extremes.
    """

    scenario: str
    place: str
    lowest: float
    highest: float
    worlds: tuple[str, ...]
    changes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A paragraph of the methods box, in plain words."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The night before a round, on one page; uses nothing known after `as_known`.

    so_far     places under the duties of today, against the baseline
    moment     the last second of the day, on the side where it ends later
    """

    title: str
    on: date
    as_known: date
    baseline: date
    baseline_title: str
    parties: tuple[str, str]
    names: tuple[str, str]
    headline: tuple[str, ...]
    round: RoundNote | None
    rounds: tuple[RoundNote, ...]
    in_force: tuple[InForce, ...]
    controls: tuple[ControlRow, ...]
    clock: Clock | None
    calendar: tuple[DeadlineRow, ...]
    series: tuple[SeriesLine, ...]
    so_far: tuple[Outcome, ...]
    scenarios: tuple[ScenarioResult, ...]
    spread: tuple[Spread, ...]
    power: Power | None
    deals: Deals | None
    holds: Holds | None
    odds: OddsNote | None
    positions: tuple[Position, ...]
    texts: Texts | None
    methods: tuple[Method, ...]
    sources: tuple[SourceNote, ...]
    world: str
    world_title: str
    world_year: int
    money_year: int
    record: str
    version: str
    moment: datetime | None = None

    def scenario(self, name: str) -> ScenarioResult | None:
        """A scenario by id."""
        return next((s for s in self.scenarios if s.id == name), None)

    def outcome(self, place: str) -> Outcome | None:
        """A place under the duties of today, by code."""
        return next((o for o in self.so_far if o.place == place), None)

    def html(self) -> str:
        """One self-contained page."""
        from detente.brief.html import render_html

        return render_html(self)

    def markdown(self) -> str:
        """The brief as Markdown."""
        from detente.brief.markdown import render_markdown

        return render_markdown(self)

    def json(self) -> str:
        """The brief as JSON; rates are fractions, times carry a zone."""
        from detente.brief.json import render_json

        return render_json(self)
