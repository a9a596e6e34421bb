"""Read a folder of record files into a Ledger; all faults at once, sorted by file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from detente.errors import FileFault, LedgerError
from detente.ledger.cache import cached_trees
from detente.ledger.caveats import Caveat, CaveatRow, CaveatsFile
from detente.ledger.check import check_ledger
from detente.ledger.folder import MANY, names_in_faulty_files, unread_files
from detente.ledger.ledger import Coverage, Ledger
from detente.ledger.lists import CardsFile, list_faults
from detente.ledger.measures import Measure, RateRule, Scope, Source
from detente.ledger.places import Places, PlacesFile
from detente.ledger.scenario import checked_scenario
from detente.ledger.schema import (
    ActFile,
    Day,
    FormulaRow,
    MeasureRow,
    Name,
    Row,
    ScopeRow,
    readable_act,
    validate,
)
from detente.ledger.stamps import Stamp, glance
from detente.ledger.truces import (
    CitationsFile,
    Conflict,
    ConflictsFile,
    Deadline,
    DeadlinesFile,
    Interaction,
    InteractionsFile,
    PartiesFile,
    Round,
    RoundsFile,
    Truce,
    TruceRow,
)
from detente.ledger.values import at_midnight
from detente.strict_yaml import Document

RowT = TypeVar("RowT", bound=BaseModel)
NamedRow = TypeVar("NamedRow", Interaction, Round, Deadline, Conflict)


class CoverageFile(Row):
    """The file coverage.yaml."""

    start: Day
    until: Day
    note: Name


def built_in_record() -> Path:
    """The folder of the record that comes with the package."""
    return Path(str(resources.files("detente") / "data" / "record"))


def read_ledger(*folders: Path | str) -> Ledger:
    """Read the built-in record, with any further folders laid over it.

    A file of a later folder whose ids stand in an earlier one replaces those rows.
    The built-in record alone is read once and kept as long as no file of it changes, which is
    looked up once a second at most.
    Raises LedgerError that lists every fault with file and line.
    """
    paths = [built_in_record(), *(Path(f) for f in folders)]
    return read_folders(paths) if len(paths) > 1 else _built_in(glance(paths[0]))


@lru_cache(maxsize=1)
def _built_in(stamp: Stamp) -> Ledger:
    """The record of a folder whose path leads the stamp."""
    return read_folders([Path(stamp[0][0])], thorough=False)


def check_record(*folders: Path | str) -> Ledger:
    """Read as `read_ledger` does, and check every file, the built-in ones too."""
    return read_folders([built_in_record(), *(Path(f) for f in folders)])


def read_folders(paths: list[Path], thorough: bool = True) -> Ledger:
    """Read folders laid one over the other, the first being the whole record.

    A thorough reading also opens every product list and scenario.
    """
    for path in paths:
        if not path.is_dir():
            raise LedgerError(
                f"{path}: no such folder. --ledger takes a folder laid out like the record "
                "(measures/, truces/, documents/, ...)."
            )
    unread = [fault for path in paths[1:] for fault in unread_files(path)]
    if len(unread) > MANY:
        _refuse(unread)
    trees, faults = cached_trees(paths)
    reading = _Reading(trees, [*unread, *faults])
    if thorough:
        reading.check_apart(paths)
    ledger = reading.ledger(paths)
    unsure = names_in_faulty_files(reading.faults, paths[0])
    _refuse([*reading.faults, *check_ledger(ledger, thorough, unsure)])
    return ledger


def _refuse(faults: list[str]) -> None:
    """Raise LedgerError with all faults, sorted by file and line; nothing where there are none."""
    if faults:
        raise LedgerError("\n".join(sorted(dict.fromkeys(faults), key=_file_and_line)))


def _file_and_line(fault: str) -> tuple[str, int]:
    path, _, rest = fault.partition(":")
    line = rest.partition(":")[0]
    return path, int(line) if line.isdigit() else 0


@dataclass(slots=True)
class _Reading:
    """One reading: the parsed files, and the faults met on the way."""

    files: list[Document]
    faults: list[str] = field(default_factory=list[str])
    origins: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    seen: dict[tuple[str, str], tuple[int, str]] = field(
        default_factory=dict[tuple[str, str], tuple[int, str]]
    )

    def ledger(self, folders: list[Path]) -> Ledger:
        places, lists = self._places(), _list_files(folders)
        cards = [c for f in self._each("lists/cards.yaml", CardsFile) for c in f[1].lists]
        return Ledger(
            measures=self._measures(places),
            truces=self._truces(places),
            documents={
                d.id: d for _, f in self._each("documents/", CitationsFile) for d in f.documents
            },
            interactions=self._layered(
                "interactions",
                ((d, f.interactions) for d, f in self._each("interactions/", InteractionsFile)),
            ),
            places=places,
            lists=lists,
            cards={c.name: c for c in cards},
            rounds=self._layered(
                "rounds", ((d, f.rounds) for d, f in self._each("rounds.yaml", RoundsFile))
            ),
            deadlines=self._layered(
                "deadlines",
                ((d, f.deadlines) for d, f in self._each("deadlines.yaml", DeadlinesFile)),
            ),
            conflicts=self._layered(
                "conflicts",
                ((d, f.conflicts) for d, f in self._each("conflicts.yaml", ConflictsFile)),
            ),
            parties=tuple(
                p
                for d, f in self._each("parties.yaml", PartiesFile)
                for p in self._noted(d, "parties", f.parties)
            ),
            coverage=self._coverage(),
            digest=_digest(self.files, lists),
            caveats=tuple(self._caveats(places)),
            origins={kind: tuple(lines) for kind, lines in self.origins.items()},
        )

    def _layered(
        self, kind: str, files: Iterator[tuple[Document, Sequence[NamedRow]]]
    ) -> tuple[NamedRow, ...]:
        """Rows by id: one laid over takes the place of the one below; order is kept."""
        rows: dict[str, NamedRow] = {}
        origins: dict[str, str] = {}
        for document, found in files:
            for index, row in enumerate(found):
                origin = f"{document.path}:{document.line((kind, index))}"
                self._unique(kind, row.id, document, origin)
                rows[row.id], origins[row.id] = row, origin
        self.origins[kind] = list(origins.values())
        return tuple(rows.values())

    def _unique(self, kind: str, name: str, document: Document, origin: str) -> None:
        """Note a fault where a folder has two rows of one id."""
        layer, place = self.seen.get((kind, name), (-1, ""))
        if layer == document.layer:
            self.faults.append(
                f'{origin}: the id "{name}" stands already at {place}. Ids are unique. Rename one '
                "of the two."
            )
        self.seen[kind, name] = (document.layer, origin)

    def _noted(self, document: Document, kind: str, rows: Sequence[RowT]) -> Sequence[RowT]:
        """The rows; the file and line of each is kept for messages."""
        lines = (document.line((kind, index)) for index in range(len(rows)))
        self.origins.setdefault(kind, []).extend(f"{document.path}:{line}" for line in lines)
        return rows

    def _caveats(self, places: Places) -> Iterator[Caveat]:
        found: dict[str, Caveat] = {}
        for document, file in self._each("caveats.yaml", CaveatsFile):
            for index, row in enumerate(file.caveats):
                origin = f"{document.path}:{document.line(('caveats', index))}"
                self._unique("caveats", row.id, document, origin)
                found[row.id] = _caveat(row, places, origin)
        yield from found.values()

    def _coverage(self) -> Coverage:
        files = [file for _, file in self._each("coverage.yaml", CoverageFile)]
        if not files:
            _refuse(self.faults)
            raise LedgerError("coverage.yaml:1: missing. It says which days the record covers.")
        return Coverage(files[-1].start, files[-1].until, files[-1].note)

    def check_apart(self, folders: list[Path]) -> None:
        """Note the faults of files that a reading does not open: scenarios, product lists."""
        for document in self.files:
            if document.inner.startswith("scenarios/") and not document.layer:
                try:
                    checked_scenario(document)
                except FileFault as error:
                    self.faults.extend(str(error).splitlines())
        for path in _list_files(folders).values():
            self.faults.extend(list_faults(path))

    def _each(self, prefix: str, model: type[RowT]) -> Iterator[tuple[Document, RowT]]:
        for document in self.files:
            if document.inner.startswith(prefix):
                try:
                    yield document, validate(model, document)
                except FileFault as error:
                    self.faults.extend(str(error).splitlines())

    def _places(self) -> Places:
        found = [file for _, file in self._each("places.yaml", PlacesFile)]
        places = [place for file in found for place in file.places]
        groups = tuple(group for file in found for group in file.groups)
        return Places.from_file(PlacesFile(places=places, groups=groups))

    def _measures(self, places: Places) -> dict[str, Measure]:
        rows: dict[str, Measure] = {}
        for document in self.files:
            if not document.inner.startswith("measures/"):
                continue
            try:
                file = validate(ActFile, document)
                act, found = file.act, list(enumerate(file.measures))
            except FileFault as error:
                self.faults.extend(str(error).splitlines())
                act, found = readable_act(document)
            for index, row in found:
                origin = f"{document.path}:{document.line(('measures', index))}"
                self._unique("measures", row.id, document, origin)
                rows[row.id] = _measure(act, row, places, origin)
        return rows

    def _truces(self, places: Places) -> dict[str, Truce]:
        truces: dict[str, Truce] = {}
        for document, row in self._each("truces/", TruceRow):
            zone = places.zone(row.parties[0]) if row.parties else "UTC"
            truces[row.id] = Truce(
                id=row.id,
                title=row.title,
                parties=tuple(row.parties),
                announced=row.announced,
                start=at_midnight(row.start, zone),
                until=at_midnight(row.until, zone) if row.until else None,
                acts={side: tuple(ids) for side, ids in row.acts.items()},
                removed=tuple(row.removed),
                extends=row.extends,
                conditions=tuple(row.conditions),
                after=row.after,
                source=tuple(row.source),
                confidence=row.confidence,
                note=row.note,
                origin=f"{document.path}:1",
            )
        return truces


def _measure(act: str, row: MeasureRow, places: Places, origin: str) -> Measure:
    zone = places.zone(row.imposer)
    effective = at_midnight(row.effective, zone) if row.effective else None
    return Measure(
        id=row.id,
        act=act,
        title=row.title,
        imposer=row.imposer,
        target=tuple(row.target),
        except_target=tuple(row.except_target),
        instrument=row.instrument,
        family=row.family,
        rate=measure_rate(row.rate),
        specific=row.specific,
        content=row.content,
        content_scope=measure_scope(row.content_products),
        scope=measure_scope(row.products),
        basis=row.basis,
        announced=row.announced,
        effective=effective,
        effective_assumed=effective is not None and effective is not row.effective,
        until=at_midnight(row.until, zone) if row.until else None,
        until_announced=row.until_announced or row.announced,
        replaces=tuple(row.replaces),
        ends=tuple(row.ends),
        suspends=tuple(row.suspends),
        exempts=tuple(row.exempts),
        extends=tuple(row.extends),
        condition=row.condition,
        status=row.status,
        source=tuple(Source(s.document, s.section) for s in row.source),
        confidence=row.confidence,
        note=row.note,
        origin=origin,
    )


def _caveat(row: CaveatRow, places: Places, origin: str) -> Caveat:
    zone = places.zone(row.imposer)
    return Caveat(
        id=row.id,
        says=row.says,
        effect=row.effect,
        imposer=row.imposer,
        target=tuple(row.target),
        except_target=tuple(row.except_target),
        scope=measure_scope(row.products),
        measures=tuple(row.measures),
        start=at_midnight(row.start, zone),
        until=at_midnight(row.until, zone) if row.until else None,
        announced=row.announced,
        source=tuple(Source(s.document, s.section) for s in row.source),
        confidence=row.confidence,
        origin=origin,
    )


def measure_rate(rate: Any) -> RateRule:
    """The rate rule of a checked row."""
    if rate is None:
        return RateRule()
    if rate == "listed":
        return RateRule("listed")
    assert isinstance(rate, FormulaRow)
    if rate.by_target:
        return RateRule("by_target", table=rate.by_target)
    return RateRule(rate.formula or "flat", rate.rate)


def measure_scope(row: ScopeRow | None) -> Scope:
    """The scope of a checked row; none is the empty scope."""
    if row is None:
        return Scope()
    return Scope(
        everything=row.everything,
        lists=tuple(row.lists),
        codes=tuple(row.codes),
        except_lists=tuple(row.except_.lists),
        except_codes=tuple(row.except_.codes),
    )


def _list_files(folders: list[Path]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted((folder / "lists").glob("*.csv.gz")):
            files[path.name.removesuffix(".csv.gz")] = path
    return files


def _digest(files: list[Document], lists: Mapping[str, Path]) -> str:
    """A short fingerprint of the record's content, printed with every result."""
    sha = hashlib.sha256()
    for document in files:
        sha.update(repr((document.layer, document.inner, document.tree)).encode())
    for name in sorted(lists):
        sha.update(name.encode() + hashlib.sha256(lists[name].read_bytes()).digest())
    return sha.hexdigest()[:12]
