"""Build the product lists of the record, their data cards and the register of conflicts.

    python calibration/build_lists.py INPUT_FOLDER OUTPUT_FOLDER

INPUT_FOLDER holds the public tables named in lists_us.py, lists_cn.py and list_checks.py, at any
depth. OUTPUT_FOLDER is the record: lists go to lists/<name>.csv.gz with lists/cards.yaml,
contradictions to conflicts.yaml. What the tables lack stands in list_facts.yaml, card texts in
lists.yaml, contradictions between documents in conflicts.yaml, all beside this script.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pandas as pd
from list_checks import conflict_rows, differences
from lists_cn import chinese_and_canadian_lists
from lists_us import Lists, us_lists
from public_tables import HERE, Inputs, facts, read_yaml, write_list, write_yaml

GENERATED = "Written by calibration/build_lists.py; change the files beside it instead."


def main() -> None:
    """Read the arguments and write lists, cards and conflicts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("input_folder", type=Path)
    parser.add_argument("output_folder", type=Path)
    arguments = parser.parse_args()
    inputs, record = Inputs(arguments.input_folder), arguments.output_folder
    lists, restored = us_lists(inputs, facts())
    lists |= chinese_and_canadian_lists(inputs)
    lists = {name: tidy(name, made_public(frame)) for name, frame in lists.items()}
    folder = record / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in lists.items():
        write_list(frame, folder / f"{name}.csv.gz")
    write_yaml({"lists": cards(lists)}, folder / "cards.yaml", GENERATED)
    write_yaml(
        {"conflicts": conflicts(lists, restored, inputs)}, record / "conflicts.yaml", GENERATED
    )
    print(f"{len(lists)} lists, {sum(map(len, lists.values()))} lines, {len(restored)} put back")


def made_public(frame: pd.DataFrame) -> pd.DataFrame:
    """Beside the day a line joined, the day that became public: a list has two clocks as well."""
    if "since" not in frame:
        return frame
    public = {str(k): str(v) for k, v in facts()["made_public"].items()}
    at = list(frame.columns).index("since") + 1
    announced = [public[since] for since in frame["since"]]
    return frame.assign(announced=announced)[
        [*frame.columns[:at], "announced", *frame.columns[at:]]
    ]


def tidy(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The list sorted by its first column; raises ValueError on a repeated or malformed key."""
    key = frame.columns[0]
    frame = frame.sort_values(key).reset_index(drop=True)
    malformed = frame[~frame[key].str.fullmatch(r"\d{2,10}|[A-Z]{2,3}")]
    repeated = frame[frame[key].duplicated()]
    if len(malformed) or len(repeated):
        found = ", ".join([*malformed[key].head(3), *repeated[key].head(3)])
        raise ValueError(f"{name}: codes malformed or repeated, for example {found}.")
    return frame


def cards(lists: Lists) -> list[dict[str, Any]]:
    """One data card per list, from lists.yaml with the row counts."""
    text = read_yaml(HERE / "lists.yaml")
    named = {entry["name"] for entry in text["lists"]}
    if named != set(lists):
        raise ValueError(f"lists.yaml: cards and lists differ in {sorted(named ^ set(lists))}.")
    return [_card(entry, text, lists[entry["name"]]) for entry in text["lists"]]


def _card(entry: dict[str, Any], text: dict[str, Any], frame: pd.DataFrame) -> dict[str, Any]:
    """A card with origin, gaps and columns spelled out."""
    if list(entry["columns"]) != list(frame.columns):
        raise ValueError(
            f"{entry['name']}: columns {list(frame.columns)}, card {entry['columns']}."
        )
    return {
        "name": entry["name"],
        "title": entry["title"],
        "scheme": entry["scheme"],
        "rows": len(frame),
        **text["origins"][entry["origin"]],
        "retrieved": str(text["retrieved"]),
        "known_gaps": [text["gaps"].get(gap, gap) for gap in entry["gaps"]],
        "columns": {c: says or text["columns"][c] for c, says in entry["columns"].items()},
    }


def conflicts(lists: Lists, restored: pd.DataFrame, inputs: Inputs) -> list[dict[str, Any]]:
    """Contradictions between documents, then those found between lists and totals."""
    sets = {n: set(lists[f"us-s301-list-{n}"]["code"].str[:8]) for n in ("1", "2", "3", "4a")}
    sets["3"] |= set(lists["us-s301-list-3-additional"]["code"].str[:8])
    table = inputs.text("us_mfn_rates_2025_hs8.csv.gz")
    table = table[table["hs8"] < "98"].set_index("hs8")
    mfn = table["mfn_rate"].astype(float) * 100
    rest = differences(sets, mfn, inputs)
    return read_yaml(HERE / "conflicts.yaml")["conflicts"] + conflict_rows(
        restored, rest, _compared(inputs, mfn)
    )


def _compared(inputs: Inputs, mfn: pd.Series) -> int:
    """Number of HS6 in both the tariff book and the totals."""
    totals = inputs.text("us_total_tariff_on_china_hs6_2018_2020_waugh.csv.gz")["hs6"]
    return len(set(mfn.index.str[:6]) & set(totals))


if __name__ == "__main__":
    main()
