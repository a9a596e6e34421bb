"""gegravity's example beside ours: the same agreement, thirty countries, one sector.

    python benchmarks/bench_peers.py --reference DIR [--peer PYTHON] [--repeats 5]

`--peer` is a Python that has gegravity (pip install gegravity in an environment of its own). It is
timed in a process of its own, without its start: the baseline, the experiment, and both. Ours is
timed from the same file's shares. Largest differences of prices are printed too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from detente.replicate import replicate

THEIRS = r"""
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from gegravity import BaselineData, CostCoeffs, OneSectorGE

folder, repeats = sys.argv[1], int(sys.argv[2])
data = pd.read_csv(folder + "/sample_data_set.csv")
data["constant"] = 1
data["year"] = data["year"].astype(str)
beta = pd.read_csv(folder + "/cost_coefficients.csv")
costs = CostCoeffs(estimates=beta, identifier_col="var", coeff_col="beta", stderr_col="stderr")
baseline = BaselineData(
    data, imp_var_name="importer", exp_var_name="exporter", year_var_name="year",
    trade_var_name="trade", expend_var_name="E", output_var_name="Y",
)
changed = data.copy()
pair = changed["importer"].isin(["CAN", "JPN"]) & changed["exporter"].isin(["CAN", "JPN"])
changed.loc[pair & (changed["importer"] != changed["exporter"]), "pta"] = 1
seconds = {"baseline": [], "experiment": []}
for _ in range(repeats):
    begin = time.perf_counter()
    model = OneSectorGE(
        baseline, year="2006", reference_importer="DEU", sigma=5,
        cost_variables=list(beta["var"]), cost_coeff_values=costs, quiet=True,
    )
    model.build_baseline(omr_rescale=1)
    middle = time.perf_counter()
    model.define_experiment(changed)
    model.simulate()
    seconds["baseline"].append(middle - begin)
    seconds["experiment"].append(time.perf_counter() - middle)
prices = model.country_results["factory gate price change (percent)"].to_dict()
print(json.dumps({"seconds": seconds, "prices": prices}))
"""


def main() -> None:
    """Time both and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--peer", default=sys.executable)
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    folder = asked.reference / "gegravity"
    line = [asked.peer, "-c", THEIRS, str(folder), str(asked.repeats)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"gegravity does not run with {asked.peer}:\n{done.stderr.strip().splitlines()[-1]}")
        return
    theirs = json.loads(done.stdout.strip().splitlines()[-1])
    ours: list[float] = []
    for _ in range(asked.repeats):
        begin = time.perf_counter()
        cells = replicate("gegravity", asked.reference)
        ours.append(time.perf_counter() - begin)
    for name, seconds in theirs["seconds"].items():
        print(f"gegravity, {name:28} {1e3 * median(seconds):9.1f} ms")
    print(f"detente, data read, both models solved {1e3 * median(ours):7.1f} ms")
    known = {c.row: c.ours for c in cells if c.column == "factory_gate_price_change_pct"}
    gap = max(abs(known[code] - value) for code, value in theirs["prices"].items())
    print(f"largest difference of factory gate prices: {gap:.1e} percentage points")


if __name__ == "__main__":
    main()
