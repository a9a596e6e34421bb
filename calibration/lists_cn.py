"""Chinese and Canadian product lists from the public tables."""

from __future__ import annotations

import pandas as pd
from lists_us import Lists, listing
from public_tables import Inputs, digits, fraction

MFN = {  # list -> column of change, in points; levels add from the left
    "cn-mfn-2018-05": "mfnchg_2018-05-01",
    "cn-mfn-2018-07": "mfnchg_2018-07-01",
    "cn-mfn-2018-11": "mfnchg_2018-11-01",
    "cn-mfn-2019-01": "mfnchg_2019-01-01_temp",
}
ADDED = {
    "cn-s232-retaliation": "add_2018-04-02_s232",
    "cn-s301-list-1": "add_2018-07-06_34bn",
    "cn-s301-list-2": "add_2018-08-23_16bn",
    "cn-s301-list-3": "add_2018-09-24_60bn",
}
CANADA = {
    "2025-03-04_30bn": "ca-retaliation-2025-03-04",
    "2025-03-13_steel_aluminium_29.8bn": "ca-retaliation-2025-03-13",
    "proposed_125bn_not_imposed": "ca-retaliation-proposed",
}


def chinese_and_canadian_lists(inputs: Inputs) -> Lists:
    """Every Chinese and Canadian list by name."""
    return {**_war_lists(inputs), **_list_4a(inputs), **_lists_2025(inputs), **_canada(inputs)}


def _changes(inputs: Inputs) -> pd.DataFrame:
    """Changes in points by ten-digit line; the line below a price threshold stands for both."""
    table = inputs.text("cn_tariff_changes_on_us_2018_2019_cn10_bjz.csv.gz")
    table = table[~table["cn10"].str.endswith("B")]
    points = table.drop(columns=["cn10", "description"]).replace("", "0").astype(float)
    return points.assign(code=digits(table["cn10"])).set_index("code")


def _war_lists(inputs: Inputs) -> Lists:
    """MFN levels and the lists of 2018-2019."""
    points = _changes(inputs)
    level = points["mfn_2018-01-01"]
    lists = {"cn-mfn-2018-01": _rates(level, points.index)}
    for name, column in MFN.items():
        level = level + points[column]
        lists[name] = _rates(level[points[column].abs() > 0], points.index)
    for name, column in ADDED.items():
        lists[name] = _rates(points.loc[points[column] > 0, column], points.index)
    third = points["add_2018-09-24_60bn"]
    raised = (third + points["chg_2019-06-01_60bn"])[third > 0]
    lists["cn-s301-list-3-raised"] = _rates(raised, points.index)
    freed = -points["susp_2019-01-01_autos"]
    autos = _rates(freed[freed > 0], points.index)
    return lists | {"cn-autos-suspended": autos.rename(columns={"rate": "suspended"})}


def _rates(percent: pd.Series, book: pd.Index) -> pd.DataFrame:
    """Lines with their rate; an eight-digit line where all its ten-digit lines agree."""
    rates = percent.map(fraction)
    whole = pd.Series(book.str[:8]).value_counts()
    rows = []
    for line, group in rates.groupby(rates.index.str[:8]):
        if len(group) == whole[line] and group.nunique() == 1:
            rows.append((line, group.iloc[0]))
        else:
            rows += list(group.items())
    return pd.DataFrame(rows, columns=["code", "rate"])


def _list_4a(inputs: Inputs) -> Lists:
    """First part of the USD 75bn list, by HS6: the step of 2019-09-01, and half of it."""
    table = inputs.text("cn_total_tariff_on_us_hs6_2018_2019_waugh.csv.gz").set_index("hs6")
    step = table["2019-09-01"].astype(float) - table["2019-06-01"].astype(float)
    step = step[step.round(3) > 0].round(3)
    return {
        "cn-s301-list-4a": listing(step.index, rate=step.map(fraction).tolist()),
        "cn-s301-list-4a-halved": listing(step.index, rate=(step / 2).map(fraction).tolist()),
    }


def _lists_2025(inputs: Inputs) -> Lists:
    """Energy and machinery of February, farm goods of March."""
    first = inputs.text("cn_retaliation_2025-02-10_energy_machinery.csv.gz")
    precision = first["precision"].str.contains("superset").map({True: "superset", False: "exact"})
    second = inputs.text("cn_retaliation_2025-03-10_agri.csv.gz").drop_duplicates("cn8")
    return {
        "cn-fentanyl-february": listing(
            first["code"],
            rate=first["rate_pct"].map(fraction).tolist(),
            precision=precision.tolist(),
        ),
        "cn-fentanyl-march": carried(
            listing(second["cn8"], rate=second["rate_pct"].map(fraction).tolist()), inputs
        ),
    }


def carried(lines: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Add six-digit headings whose lines were renumbered after the trade weights of 2017.

    A heading is carried when none of its listed lines exists in the older nomenclature and
    all of them bear one rate; otherwise an older line missing from the list is taken as free.
    """
    older = set(digits(inputs.text("cn_imports_from_us_2017_cn8_bjz.csv.gz")["cn8"]))
    headings = lines.assign(heading=lines["code"].str[:6], known=lines["code"].isin(older))
    found = headings.groupby("heading").agg(known=("known", "any"), rates=("rate", "nunique"))
    moved = found[~found["known"] & (found["rates"] == 1)].index
    rate = headings.drop_duplicates("heading").set_index("heading")["rate"]
    traded = [h for h in moved if any(code.startswith(h) for code in older)]
    extra = pd.DataFrame({"code": traded, "rate": rate.loc[traded].tolist(), "carried": "heading"})
    return pd.concat([lines.assign(carried=""), extra]).sort_values("code", ignore_index=True)


def _canada(inputs: Inputs) -> Lists:
    """The Canadian lists of 2025."""
    table = inputs.text("ca_retaliation_2025.csv.gz")
    return {CANADA[str(n)]: listing(digits(g["hs8"])) for n, g in table.groupby("list")}
