"""Write minerals.csv: China's monthly exports of three licensed goods, by destination.

    python calibration/build_minerals.py deep_dive_hs6_monthly.parquet

The argument is a table of UN Comtrade figures with China as reporter (period_dt, partner_name,
hs6, val in USD, qty in kg), as compiled by the GitHub project qennis/ChinaCriticalMineralComtrade.
Rows become month, product, destination, tonnes, USD m; ALL is the sum over the partners of that
table. A month counts as known from the 20th of the second month after it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

OUT = Path(__file__).parents[1] / "src" / "detente" / "data" / "leverage" / "minerals.csv"
QUERY = """
with rows as (
    select substr(period_dt, 1, 7) as month, lpad(hs6::varchar, 6, '0') as product,
           partner_name, qty / 1000 as tonnes, val / 1e6 as usd_m
    from read_parquet(?)
)
select month, product, destination, round(sum(tonnes), 2), round(sum(usd_m), 3)
from (
    select *, 'ALL' as destination from rows
    union all
    select *, 'USA' as destination from rows where partner_name = 'USA'
)
group by all order by product, destination, month
"""


def main(source: str) -> None:
    """Write the table."""
    rows = duckdb.execute(QUERY, [source]).fetchall()
    with OUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("month", "product", "destination", "tonnes", "usd_m"))
        writer.writerows(rows)
    print(f"{len(rows)} rows in {OUT.name}")


if __name__ == "__main__":
    main(sys.argv[1])
