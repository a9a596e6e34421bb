"""Build the trade weights, concordances and shares, with their data cards.

    python calibration/build_trade.py INPUT_FOLDER OUTPUT_FOLDER

INPUT_FOLDER holds the public tables named below at any depth; card texts are in trade.yaml beside
this script. Values are whole USD, shares and rates fractions, codes text.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pandas as pd
from public_tables import HERE, Inputs, digits, read_yaml, write_frame, write_yaml

GENERATED = "Written by calibration/build_trade.py; change trade.yaml beside it instead."
CENSUS = {"1220": "CAN", "2010": "MEX"}


def main() -> None:
    """Read the arguments and write the frames and their cards."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("input_folder", type=Path)
    parser.add_argument("output_folder", type=Path)
    arguments = parser.parse_args()
    inputs, folder = Inputs(arguments.input_folder), arguments.output_folder
    texts = read_yaml(HERE / "trade.yaml")
    frames = {
        "us-imports-2024": us_imports(inputs),
        "cn-imports-from-us-2017": cn_imports(inputs),
        "hs6-sectors": hs6_sectors(inputs),
        "hs6-revisions": hs6_revisions(inputs),
        "sectors": sectors(inputs, texts["wiod_names"]),
        "us-usmca-claims-2024": usmca_claims(inputs, "2024"),
        "us-usmca-claims-2025": usmca_claims(inputs, "2025"),
        "us-metal-content": metal_content(inputs),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        write_frame(frame, folder / f"{name}.parquet")
    cards = [_card(card, str(texts["retrieved"]), frames[card["name"]]) for card in texts["files"]]
    write_yaml({"files": cards}, folder / "cards.yaml", GENERATED)
    print({name: len(frame) for name, frame in frames.items()})


def _card(card: dict[str, Any], retrieved: str, frame: pd.DataFrame) -> dict[str, Any]:
    """A card with row count and, where there is a value, its total by partner."""
    if list(card["columns"]) != list(frame.columns):
        raise ValueError(f"{card['name']}: columns {list(frame.columns)}, card {card['columns']}.")
    known = {"rows": len(frame), "retrieved": retrieved}
    if "value_usd" in frame:
        known["total_usd"] = int(frame["value_usd"].sum())
    if "partner" in frame:
        totals = frame.groupby("partner", observed=True)["value_usd"].sum()
        largest = totals.sort_values(ascending=False).head(8)
        known["largest_usd"] = {str(k): int(v) for k, v in largest.items()}
    return {**card, **known}


def us_imports(inputs: Inputs) -> pd.DataFrame:
    """US imports by partner and HTS10; raises ValueError if totals by partner do not agree."""
    trade = inputs.frame("us_imports_2024_hs10_by_partner.parquet")
    check = inputs.text("us_collected_rate_2024_by_partner.csv")
    names = inputs.text("partners.csv").set_index("census_name")["partner"]
    published = check.assign(partner=check["partner"].map(names)).dropna(subset=["partner"])
    published = published.set_index("partner")["imports_2024_usd"].astype(float)
    ours = trade.groupby("partner", observed=True)["imports_usd"].sum()
    gap = (ours.astype(float) / published.reindex(ours.index.astype(str)).to_numpy() - 1).abs()
    if not (gap < 1e-9).all():
        raise ValueError(f"us-imports-2024: totals of {list(gap[gap >= 1e-9].index)} do not agree.")
    frame = trade.rename(
        columns={"hs10": "code", "imports_usd": "value_usd", "calc_duty_usd": "duty_usd"}
    )[["partner", "code", "value_usd", "duty_usd"]]
    frame = frame.astype({"partner": str, "code": str}).replace({"partner": {"EU27": "EU"}})
    frame = frame.sort_values(["partner", "code"])
    return frame.reset_index(drop=True)


def cn_imports(inputs: Inputs) -> pd.DataFrame:
    """Chinese imports from the United States by CN8."""
    table = inputs.text("cn_imports_from_us_2017_cn8_bjz.csv.gz")
    value = (table["imports_from_us_2017_kusd"].astype(float) * 1000).round().astype("int64")
    frame = pd.DataFrame({"code": digits(table["cn8"]), "value_usd": value})
    return frame[frame["value_usd"] > 0].sort_values("code").reset_index(drop=True)


def hs6_sectors(inputs: Inputs) -> pd.DataFrame:
    """HS6 of 2022, 2017 and 2012 to ICIO and WIOD sectors, by the GTAP route."""
    table = inputs.frame("hs6_icio44_wiod35.parquet")
    frame = table[["hs6", "icio44", "wiod35"]].astype(str)
    frame = frame.rename(columns={"icio44": "icio", "wiod35": "wiod"})
    for later, earlier in (("2022", "2017"), ("2017", "2012")):
        step = inputs.frame(f"concord_hs6_{later}_to_{earlier}.parquet").astype(str)
        step = step.rename(columns={f"hs6_{later}": "hs6", f"hs6_{earlier}": "older"})
        older = step.merge(frame, on="hs6").sort_values(["older", "hs6"])
        older = older.drop(columns="hs6").rename(columns={"older": "hs6"}).drop_duplicates("hs6")
        frame = pd.concat([frame, older[~older["hs6"].isin(frame["hs6"])]])
    return frame.sort_values("hs6").reset_index(drop=True)


def hs6_revisions(inputs: Inputs) -> pd.DataFrame:
    """HS6 that a revision of 2017 or 2022 replaced, and what replaced them.

    The source gives each later code one earlier one. Where an earlier code has successors in its
    own four-digit heading, those in other headings are left out, as the source is rough there.
    """
    parts: list[pd.DataFrame] = []
    for later, earlier in (("2022", "2017"), ("2017", "2012")):
        step = inputs.frame(f"concord_hs6_{later}_to_{earlier}.parquet").astype(str)
        step = step.rename(columns={f"hs6_{later}": "later", f"hs6_{earlier}": "earlier"})
        step = step[step["later"] != step["earlier"]]
        home = step["later"].str[:4] == step["earlier"].str[:4]
        housed = set(step.loc[home, "earlier"])
        kept = step[home | ~step["earlier"].isin(housed)]
        parts.append(kept.assign(edition=later)[["earlier", "later", "edition"]])
    return pd.concat(parts).sort_values(["earlier", "later"]).reset_index(drop=True)


def sectors(inputs: Inputs, wiod: dict[str, str]) -> pd.DataFrame:
    """Names of the sectors that goods fall under."""
    used = set(inputs.frame("hs6_icio44_wiod35.parquet")["icio44"])
    table = inputs.text("sectors.csv")
    rows = [
        ("icio", code, name)
        for code, name in zip(table["icio2021_code"], table["name"], strict=True)
        if code in used
    ]
    rows += [("wiod", code, name) for code, name in wiod.items()]
    return pd.DataFrame(rows, columns=["scheme", "code", "name"])


def usmca_claims(inputs: Inputs, year: str) -> pd.DataFrame:
    """Share of imports from Canada and Mexico claimed under USMCA, lines with a claim only."""
    table = inputs.text(f"us_usmca_claim_shares_{year}_hts10.csv.gz")
    share = table["usmca_share"].astype(float).clip(0, 1).round(4).astype("float32")
    frame = pd.DataFrame(
        {"iso3": table["cty_code"].map(CENSUS), "code": digits(table["hts10"]), "share": share}
    )
    return frame[frame["share"] > 0].sort_values(["iso3", "code"]).reset_index(drop=True)


def metal_content(inputs: Inputs) -> pd.DataFrame:
    """Steel, aluminium and copper share of value by HTS10, scaled down where they exceed one."""
    table = inputs.text("us_metal_content_shares_bea_hs10.csv.gz")
    columns = {"steel": "steel_share", "aluminium": "aluminum_share", "copper": "copper_share"}
    shares = pd.DataFrame({metal: table[c].astype(float) for metal, c in columns.items()})
    shares = shares.div(shares.sum(axis=1).clip(lower=1), axis=0).round(5).astype("float32")
    frame = pd.concat([digits(table["hs10"]).rename("code"), shares], axis=1)
    return frame.sort_values("code").reset_index(drop=True)


if __name__ == "__main__":
    main()
