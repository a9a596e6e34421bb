"""US product lists and country tables from the public tables. One function per group of lists."""

from __future__ import annotations

from typing import Any

import pandas as pd
from list_checks import restored_lines
from public_tables import Inputs, digits, fraction

Lists = dict[str, pd.DataFrame]
REVIEW_YEARS = {"2024-09-27": "2024", "2025-01-01": "2025", "2026-01-01": "2026"}


def us_lists(inputs: Inputs, known: dict[str, Any]) -> tuple[Lists, pd.DataFrame]:
    """Every US list by name, and the section 301 lines put back."""
    section_301, restored = _section_301(inputs, known)
    lists = {
        "us-mfn-2025": _mfn(inputs, known["mfn_partners"]),
        **section_301,
        **_reciprocal(inputs, known),
        **_metals(inputs, known),
        **_other_232(inputs, known),
        **_country_orders(inputs, known),
        **_country_rates(inputs, known),
    }
    return lists, restored


def listing(codes: Any, **columns: Any) -> pd.DataFrame:
    """A list of codes with further columns."""
    return pd.DataFrame({"code": list(codes), **columns}).astype(object)


def _mfn(inputs: Inputs, partners: list[str]) -> pd.DataFrame:
    """MFN rates; unknown (empty) where specific, compound or on part of the value."""
    table = inputs.text("us_mfn_rates_2025_hs8.csv.gz")
    table = table[table["hs8"] < "99"]
    plain = table["rate_type"].isin(["free", "ad_valorem"]) | table["rate_raw"].str.contains(
        "on the entire set"
    )
    rate = [
        fraction(float(r) * 100) if p else "" for r, p in zip(table["mfn_rate"], plain, strict=True)
    ]
    text = table["rate_raw"].where(~plain, "")
    found = _equivalents(inputs, partners).reindex(table["hs8"])
    known = found["equivalent"].notna().to_numpy() & ~plain.to_numpy()
    equivalent = [
        fraction(v * 100) if k else "" for v, k in zip(found["equivalent"], known, strict=True)
    ]
    count = [
        f"{int(v)}" if k else "" for v, k in zip(found["partners"].fillna(0), known, strict=True)
    ]
    return listing(
        table["hs8"], rate=rate, text=text.tolist(), equivalent=equivalent, partners=count
    )


def _equivalents(inputs: Inputs, partners: list[str]) -> pd.DataFrame:
    """Median over partners of calculated duty over value by HS8, from USD 10,000 of imports."""
    trade = inputs.frame("us_imports_2024_hs10_by_partner.parquet")
    trade = trade[trade["partner"].isin(partners)].astype({"partner": str})
    trade = trade.assign(hs8=trade["hs10"].str[:8])
    by_line = trade.groupby(["hs8", "partner"])[["imports_usd", "calc_duty_usd"]].sum()
    by_line = by_line[by_line["imports_usd"] >= 10_000]
    ratio = by_line["calc_duty_usd"] / by_line["imports_usd"]
    return pd.DataFrame(
        {
            "equivalent": ratio.groupby("hs8").median(),
            "partners": ratio.groupby("hs8").size(),
        }
    )


def _section_301(inputs: Inputs, known: dict[str, Any]) -> tuple[Lists, pd.DataFrame]:
    """Lists 1-4B with restored lines, the review steps and the cranes."""
    table = inputs.text("us_s301_china_lists_hs8.csv.gz")
    table = table[table["hts8"] < "98"]
    sets = {
        n: set(table.loc[table["list"] == n.upper(), "hts8"]) for n in ("1", "2", "3", "4a", "4b")
    }
    described = set(table.loc[table["list"] == "3_addl", "hts8"])
    review = _review(table, known)
    live = {n: sets[n] | (described if n == "3" else set()) for n in ("1", "2", "3", "4a")}
    lines = {c for f in review.values() for c in f["code"].str[:8]}
    restored = restored_lines(live, lines, inputs, known["moved_lines"])
    lists: Lists = {}
    for name, codes in sets.items():
        back = set(restored.loc[restored["list"] == name, "code"])
        codes = (codes - described if name == "3" else codes) | back
        lists[f"us-s301-list-{name}"] = listing(
            sorted(codes), **({} if name == "4b" else {"restored": _marks(sorted(codes), back)})
        )
    lists["us-s301-list-4a"] = _opened(lists["us-s301-list-4a"], known["list_4a_partial"])
    lists["us-s301-list-3-additional"] = listing(_described(inputs, described, known))
    cranes = table[table["list"] == "cranes_301"]
    lists["us-s301-cranes"] = listing(
        cranes["hts8"], rate="0.25", heading=cranes["ch99_code"].tolist()
    )
    return lists | {f"us-s301-review-{y}": f for y, f in review.items()}, restored


def _marks(codes: list[str], marked: set[str]) -> list[str]:
    """yes for the codes of a set, empty for the others."""
    return ["yes" if c in marked else "" for c in codes]


def _opened(frame: pd.DataFrame, parts: dict[str, list[str]]) -> pd.DataFrame:
    """A list with some eight-digit lines replaced by the ten-digit lines that count."""
    rest = frame[~frame["code"].isin(parts)]
    return pd.concat([rest, listing([c for codes in parts.values() for c in codes], restored="")])


def _review(table: pd.DataFrame, known: dict[str, Any]) -> Lists:
    """Four-year review by year, eight-digit lines named only in part replaced by ten digits."""
    lists = {}
    wide = table["hts8"].isin(known["review_too_wide"])
    for first, year in REVIEW_YEARS.items():
        rows = table[
            (table["effective_first"] == first) & table["list"].str.startswith("biden") & ~wide
        ]
        frame = listing(
            rows["hts8"],
            rate=[fraction(r) for r in rows["rate_pct_latest"]],
            heading=rows["ch99_code"].tolist(),
        )
        more = known[f"review_{year}"]
        extra = listing(more.keys(), rate=list(more.values()), heading="")
        lists[year] = pd.concat([frame, extra])
    return lists


def ten_digit_lines(inputs: Inputs) -> set[str]:
    """Ten-digit lines of 2024 and 2025 seen in any public table here."""
    return (
        set(inputs.text("us_metal_content_shares_bea_hs10.csv.gz")["hs10"])
        | set(inputs.frame("hs10_gtap.parquet")["hs10"])
        | set(inputs.frame("us_imports_2024_hs10_by_partner.parquet")["hs10"])
    )


def _described(inputs: Inputs, lines: set[str], known: dict[str, Any]) -> list[str]:
    """Ten-digit lines of list 3 that U.S. note 20(g) describes."""
    below = {c for c in ten_digit_lines(inputs) if c[:8] in lines}
    return sorted(below - set(known["additional_except"]))


def _reciprocal(inputs: Inputs, known: dict[str, Any]) -> Lists:
    """Exemptions from the reciprocal duty, by act."""
    table = inputs.text("us_ieepa_reciprocal_exempt_by_action.csv.gz")
    by_act = {n: g["hts"] for n, g in table.groupby("list")}
    annex = set(by_act["annex_ii_2025-04-05"].str[:8]) | set(known["annex_ii_rest"].split())
    electronics = by_act["electronics_memo_2025-04-11_retro_2025-04-05"]
    headings = tuple(known["electronics"])
    outside = [c for c in electronics if not c.startswith(headings)]
    if outside:
        raise ValueError(f"electronics memorandum: {outside} stand under no heading given.")
    november = by_act["annexII_as_amended_EO14360_2025-11-13_hs8_lines_only"]
    below = tuple(known["november_headings"])
    later = [c for c in november if not c.startswith(below)] + list(below)
    gone = {c for c in annex - set(november) if not c.startswith(below)}
    return {
        "us-reciprocal-annex-ii": listing(annex),
        "us-reciprocal-electronics": listing(headings),
        "us-reciprocal-out-copper": listing(c for c in gone if c.startswith("74")),
        "us-reciprocal-in-2025-09": listing(known["reciprocal_in_2025_09"].split()),
        "us-reciprocal-out-2025-09": listing(known["reciprocal_out_2025_09"].split()),
        "us-reciprocal-out-wood": listing(c for c in gone if c.startswith("44")),
        "us-reciprocal-exempt-2025-11": listing(later),
        "us-india-exempt-2025": listing(annex | set(headings)),
    }


def _metals(inputs: Inputs, known: dict[str, Any]) -> Lists:
    """Steel, aluminium, copper and the annexes of 2026."""
    lists = {
        "us-s232-steel": listing(known["steel_mill"]),
        "us-s232-aluminium": listing(known["aluminium_mill"]),
        "us-s232-steel-derivatives": _steel_derivatives(inputs, known),
        "us-s232-aluminium-derivatives": _aluminium_derivatives(inputs, known),
    }
    copper = inputs.text("us_s232_copper_2025-08-01.csv.gz")
    lists["us-s232-copper"] = listing(copper["hts10"], heading=copper["ch99_code"].tolist())
    annexes = inputs.text("us_s232_metals_annexes_2026-04-06_yale.csv.gz")
    for annex, rows in annexes.groupby("annex"):
        metal = rows["metal_type"].replace("aluminum", "aluminium").tolist()
        lists[f"us-s232-metals-annex-{annex}"] = listing(rows["hts_prefix"], metal=metal)
    second = inputs.text("us_s232_metals_annexes_2026-04-06_twt.csv.gz")
    names = second["annex"].str.split("_").str[0]
    joined = names.groupby(second["hts_prefix"]).agg(lambda s: "+".join(sorted(set(s))))
    lists["us-s232-metals-annex-alternative"] = listing(joined.index, annex=joined.tolist())
    return lists


def _steel_derivatives(inputs: Inputs, known: dict[str, Any]) -> pd.DataFrame:
    """Derivative steel articles with first day and base of the duty."""
    tracker = inputs.text("us_s232_lists_twt.csv.gz")
    tracker = tracker.loc[tracker["group"] == "steel_derivative_hs8", "hts"]
    march = tracker[tracker.str.startswith("73") & ~tracker.isin(known["not_in_tariff"])]
    parts = [_dated(known["steel_derivatives"])]
    parts.append(listing(march, since="2025-03-12", on="full"))
    notice = inputs.text("us_s232_metal_derivatives_pre_annex.csv.gz")
    rows = notice[notice["derivative_type"] == "steel"]
    codes = _refined(rows["hts_prefix"], known["steel_ten_digits"].split())
    parts.append(listing(codes, since="2025-08-18", on="content"))
    return _earliest(pd.concat(parts))


def _aluminium_derivatives(inputs: Inputs, known: dict[str, Any]) -> pd.DataFrame:
    """Derivative aluminium articles with first day and base of the duty."""
    table = inputs.text("us_s232_metal_derivatives_pre_annex.csv.gz")
    table = table[table["derivative_type"] == "aluminum"]
    parts = [
        listing(known["aluminium_2020"], since="2020-02-08", on="full"),
        _dated(known["aluminium_derivatives"]),
    ]
    for since, rows in table.groupby(table["effective_date"].replace("", "2025-03-12")):
        codes = _refined(rows["hts_prefix"], known["aluminium_ten_digits"].split())
        on = ["full" if c.startswith("76") else "content" for c in codes]
        parts.append(listing(codes, since=since, on=on))
    first = _earliest(pd.concat(parts))
    wide = {c[:8] for c in known["aluminium_2020"] if len(c) > 8}
    return first[~first["code"].isin(wide)]


def _dated(groups: dict[str, dict[str, list[str]]]) -> pd.DataFrame:
    """Lines given by first day and base."""
    parts = [
        listing(codes, since=since, on=on)
        for since, by in groups.items()
        for on, codes in by.items()
    ]
    return pd.concat(parts)


def _refined(codes: pd.Series, ten: list[str]) -> list[str]:
    """Eight-digit lines, replaced by the ten-digit lines below them where the note gives those."""
    refined = []
    for code in sorted(set(codes)):
        refined += [t for t in ten if t.startswith(code)] or [code]
    return refined


def _earliest(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per code: the first day it was listed."""
    return frame.sort_values(["code", "since"]).drop_duplicates("code")


def _other_232(inputs: Inputs, known: dict[str, Any]) -> Lists:
    """Vehicles, parts, timber, furniture and chips."""
    table = inputs.text("us_s232_other_headings.csv.gz")
    names = {
        "autos_passenger": "us-s232-autos",
        "autos_light_trucks": "us-s232-autos",
        "mhd_vehicles": "us-s232-trucks",
        "buses": "us-s232-buses",
        "softwood_timber_lumber": "us-s232-softwood",
        "upholstered_wood_furniture": "us-s232-upholstered",
        "kitchen_cabinets_vanities": "us-s232-cabinets",
    }
    lists = {n: listing(g["hts_prefix"]) for n, g in table.groupby(table["program"].map(names))}
    for name, file in (
        ("us-s232-auto-parts", "us_s232_auto_parts_note33g.csv.gz"),
        ("us-s232-truck-parts", "us_s232_mhd_parts_note34i.csv.gz"),
    ):
        codes = inputs.text(file)["hts"]
        use = codes.str.startswith(tuple(known["vehicle_use"]))
        lists[name] = listing(codes[~use])
        lists[f"{name}-conditional"] = listing(codes[use])
    chips = inputs.text("us_s232_semiconductor_headings_note39.csv.gz")
    lists["us-s232-semiconductors"] = listing(chips["hts10"], heading=chips["ch99_code"].tolist())
    return lists


def _country_orders(inputs: Inputs, known: dict[str, Any]) -> Lists:
    """Carve-outs and exemptions of single countries, conditional lines apart."""
    lists: Lists = {}
    carve = inputs.text("us_fentanyl_carveouts_ca_mx.csv.gz")
    for category, rows in carve.groupby("category"):
        good, country = str(category).split("_")
        full = {"ca": "canada", "mx": "mexico"}[country]
        lists[f"us-fentanyl-{full}-{good}"] = listing(rows["hts8"])
    floor = inputs.text("us_deal_floor_exempt_eu_jp_kr_ch.csv.gz").rename(columns={"hts8": "code"})
    for group, iso3 in {"eu": "eu", "japan": "jpn", "korea": "kor", "swiss": "che"}.items():
        rows = floor[floor["country_group"] == group].rename(columns={"ch99_code": "heading"})
        lists |= _split(f"us-floor-exempt-{iso3}", rows[["code", "category", "heading"]], known)
    brazil = inputs.text("us_country_eo_exempt_brazil_india.csv.gz")
    lists["us-brazil-exempt-2025"] = _earliest(
        listing(digits(brazil["hts10"]), since=brazil["effective_date_start"].tolist())
    )
    s122 = inputs.text("us_s122_exempt_by_category.csv.gz").rename(columns={"hts": "code"})
    lists |= _split("us-s122-exempt", s122[["code", "category"]], known)
    s301 = inputs.text("us_s301_brazil_exempt_2026-07-22.csv.gz").rename(columns={"HTSUS": "code"})
    lists |= _split("us-s301-brazil-exempt", s301[["code", "category"]], known)
    baskets = inputs.text("us_s338_canada_baskets_2026-08-22.csv.gz")
    names = {"autos": "vehicles", "aircraft-exempt": "aircraft-conditional"}
    for basket, rows in baskets.groupby("basket"):
        lists[f"us-s338-canada-{names.get(str(basket), basket)}"] = listing(digits(rows["HTSUS"]))
    return lists


def _split(name: str, rows: pd.DataFrame, known: dict[str, Any]) -> Lists:
    """A list and its conditional part; one list where every line is conditional."""
    conditional = rows["category"].isin(known["conditional_categories"])
    if conditional.all():
        return {name: rows}
    return {name: rows[~conditional], f"{name}-conditional": rows[conditional]}


def _country_rates(inputs: Inputs, known: dict[str, Any]) -> Lists:
    """Country rates of the two annexes."""
    lists = {}
    for day in ("2025-04-09", "2025-08-07"):
        table = inputs.text(f"us_reciprocal_annex_i_{day}.csv")
        names = table["country"].str.title()
        percent = table["rate_pct"].astype(float)
        if day == "2025-04-09":
            percent = percent - table["country"].isin(known["annex_i_lowered"])
        keep = ~table["country"].isin(known["annex_i_left_out"])
        rows = [
            (known["iso3"][n], fraction(p)) for n, p in zip(names[keep], percent[keep], strict=True)
        ]
        lists[f"us-reciprocal-rates-{day}"] = pd.DataFrame(rows, columns=["iso3", "rate"])
    return lists
