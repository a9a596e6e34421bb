"""The section 301 lists against the published six-digit totals: what differs, and what is put back.

The totals give, for each HS6 and date, the highest rate (MFN plus list) among its lines. That is
found by trying: it reproduces 94% of the headings from the lists. So a list step at an HS6 proves
that some line below stood on the list; where no line of the list remains there, a line is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from public_tables import Inputs

LISTS = {"1": "1", "2": "2", "3": "3", "4A": "4a"}
STEPS = {  # date of the total -> list that starts there, points added
    "2018-07-06": ("1", 25.0),
    "2018-08-23": ("2", 25.0),
    "2018-09-24": ("3", 10.0),
    "2019-09-01": ("4a", 15.0),
}
TOLERANCE = 0.06  # the totals are printed with one decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """Published totals by HS6, percent, and the list each full step belongs to."""

    percent: pd.DataFrame
    steps: pd.DataFrame  # columns hs6, list, times: 1 for a full step, 2 for a doubled one


def read_totals(inputs: Inputs) -> Totals:
    """US totals on China by HS6 and date."""
    table = inputs.text("us_total_tariff_on_china_hs6_2018_2020_waugh.csv.gz").set_index("hs6")
    percent = table.replace("", "0").astype(float)
    rows = []
    for date, (name, points) in STEPS.items():
        before = percent.columns[list(percent.columns).index(date) - 1]
        step = percent[date] - percent[before]
        for times in (1, 2):
            full = step[(step - times * points).abs() < TOLERANCE].index
            rows += [(hs6, name, times) for hs6 in full]
    return Totals(percent, pd.DataFrame(rows, columns=["hs6", "list", "times"]))


def restored_lines(
    lists: dict[str, set[str]], review: set[str], inputs: Inputs, known: dict[str, str]
) -> pd.DataFrame:
    """Lines of the four-year review to put back on lists 1-4A: code, list and the reason.

    A line goes to the list whose full step its HS6 shows while no line of that list remains under
    the HS6. List 4A also where some line remains: the review raised its metals as a block.
    """
    steps = read_totals(inputs).steps.groupby("hs6")["list"].agg(set)
    older = _predecessors(inputs)
    live = set().union(*lists.values())
    rows = [(code, name, "stated") for code, name in known.items()]
    for code in sorted(review - set(known)):
        for hs6 in _heading(code, steps, older):
            covered = {n for n, codes in lists.items() if any(c.startswith(hs6) for c in codes)}
            block = {"4a"} if code not in live else set()
            found = steps[hs6] & ((steps[hs6] - covered) | block)
            rows += [(code, name, "moved") for name in sorted(found) if code not in lists[name]]
    return pd.DataFrame(rows, columns=["code", "list", "reason"])


def _heading(code: str, steps: pd.Series, older: dict[str, str]) -> list[str]:
    """HS6 of the totals that a line falls under: its own, or the one before the HS was revised."""
    own = code[:6]
    return [hs6 for hs6 in (own, older.get(own, "")) if hs6 in steps.index][:1]


def _predecessors(inputs: Inputs) -> dict[str, str]:
    """HS6 of 2022 -> HS6 of 2017 where the two differ."""
    table = inputs.frame("concord_hs6_2022_to_2017.parquet")
    changed = table[table["hs6_2022"] != table["hs6_2017"]]
    return dict(zip(changed["hs6_2022"], changed["hs6_2017"], strict=True))


def predicted_totals(lists: dict[str, set[str]], mfn: pd.Series, dates: pd.Index) -> pd.DataFrame:
    """Highest MFN plus list rate under each HS6, percent, by date of the totals."""
    columns = {}
    for date in dates:
        rate = np.zeros(len(mfn))
        for name, start, points in _levels(date):
            on_list = mfn.index.isin(lists[name]) & (date >= start)
            rate = np.maximum(rate, np.where(on_list, points, 0.0))
        columns[date] = (mfn + rate).groupby(mfn.index.str[:6]).max()
    return pd.DataFrame(columns)


def _levels(date: str) -> list[tuple[str, str, float]]:
    """List, first date and points in force at a date of the totals (list 3 rises on 2019-06-01)."""
    return [
        ("1", "2018-07-06", 25.0),
        ("2", "2018-08-23", 25.0),
        ("3", "2018-09-24", 10.0 if date < "2019-06-01" else 25.0),
        ("4a", "2019-09-01", 15.0 if date < "2020-02-14" else 7.5),
    ]


def differences(lists: dict[str, set[str]], mfn: pd.Series, inputs: Inputs) -> pd.DataFrame:
    """HS6 where lists and totals still differ: hs6 and the kind of difference."""
    totals = read_totals(inputs)
    ours = predicted_totals(lists, mfn, totals.percent.columns)
    common = ours.index.intersection(totals.percent.index)
    gap = ours.loc[common] - totals.percent.loc[common]
    gap = gap.sub(gap.iloc[:, 0], axis=0)  # steps only: MFN levels differ by year
    doubled = set(totals.steps.loc[totals.steps["times"] == 2, "hs6"])
    rows = []
    for hs6, row in gap[(gap.abs() >= TOLERANCE).any(axis=1)].iterrows():
        rows.append((hs6, "doubled" if hs6 in doubled else _kind(row)))
    return pd.DataFrame(rows, columns=["hs6", "kind"])


def _kind(row: pd.Series) -> str:
    """One word for a difference: a list step missing here, missing there, or a mixture."""
    if (row <= TOLERANCE).all():
        return "missing in lists"
    return "missing in totals" if (row >= -TOLERANCE).all() else "mixed"


LISTS_SOURCE = "USITC China Tariffs document, compiled by The Budget Lab at Yale, 2026-05-11"
TOTALS_SOURCE = "US total on China by HS6, M. Waugh, tradewar-tracker, 2021-04-07"


def conflict_rows(
    restored: pd.DataFrame, rest: pd.DataFrame, compared: int
) -> list[dict[str, Any]]:
    """Conflicts found by the comparison, in the shape of conflicts.yaml."""
    moved = [_moved(str(name), group["code"]) for name, group in restored.groupby("list")]
    return moved + [
        _remaining(str(kind), group["hs6"], compared) for kind, group in rest.groupby("kind")
    ]


def _moved(name: str, codes: pd.Series) -> dict[str, Any]:
    """The conflict row of the lines put back on one list."""
    return {
        "id": f"us-s301-list-{name}-moved-lines",
        "subject": f"{len(codes)} lines of section 301 list {name}, among them "
        + ", ".join(codes.head(6)),
        "versions": [
            {
                "says": f"not on list {name}; most only on the four-year review",
                "source": LISTS_SOURCE,
            },
            {"says": f"the duty of list {name} from its first day", "source": TOTALS_SOURCE},
        ],
        "used": f"the lines are on list {name} (column restored)",
        "reason": "the list is today's state, from which lines moved to the review were "
        "struck; the totals are of the time and need these lines to explain the step there",
        "affects": [f"us-s301-list-{name}"],
    }


REMAINING = {
    "doubled": (
        "a step twice the list rate (20, 30 or 50 points)",
        "the lists",
        "no act laid the same list duty twice on one line; a slip of the merge behind the totals",
    ),
    "missing in lists": (
        "a list step at HS6 level",
        "the lists",
        "several lines under the HS6 could carry it and nothing shows which",
    ),
    "missing in totals": (
        "no step, or a smaller one",
        "the lists",
        "the HS was revised between the two, or the totals left out a line; legal lists come first",
    ),
    "mixed": (
        "steps at other dates or of other size",
        "the lists",
        "the HS was revised between the two, or the line with the highest rate differs",
    ),
}


def _remaining(kind: str, hs6: pd.Series, compared: int) -> dict[str, Any]:
    """The conflict row of one kind of difference that is left."""
    says, used, reason = REMAINING[kind]
    return {
        "id": f"us-s301-totals-{kind.replace(' ', '-')}",
        "subject": f"Section 301 steps at {len(hs6)} of {compared} HS6, for example "
        + ", ".join(hs6.head(6)),
        "versions": [
            {"says": "the lists of the eight-digit lines below", "source": LISTS_SOURCE},
            {"says": says, "source": TOTALS_SOURCE},
        ],
        "used": used,
        "reason": reason,
        "affects": [f"us-s301-list-{n}" for n in LISTS.values()],
    }
