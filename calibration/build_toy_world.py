"""Build the invented world `toy` (numbers and card) from toy.yaml beside this script.

python calibration/build_toy_world.py OUTPUT_FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from balance import Floats
from ruamel.yaml import YAML
from world_files import Labels, write_world


def main() -> None:
    """Read the argument, build the world and write its two files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output_folder", type=Path)
    folder = parser.parse_args().output_folder
    path = Path(__file__).resolve().with_name("toy.yaml")
    recipe = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    codes = [row["code"] for row in recipe["sectors"]]
    labels = Labels(recipe["countries"], [True] * len(codes))
    write_world(folder, recipe, labels, assemble(recipe, codes))


def assemble(recipe: dict[str, Any], codes: list[str]) -> dict[str, Floats]:
    """Arrays of the world; final use is expenditure less inputs."""
    n = len(recipe["countries"])
    flows = np.stack([np.array(recipe["flows"][code], float) for code in codes], axis=2)
    duty = np.stack([np.array(recipe["duty_percent"][code], float) for code in codes], axis=1)
    tariff = np.repeat(duty[:, None, :] / 100.0, n, axis=1)
    tariff[np.arange(n), np.arange(n)] = 0.0
    share = np.array([[recipe["inputs"][user][good] for user in codes] for good in codes])
    used = share[None] * flows.sum(axis=0)[:, None, :]
    return {
        "flows": flows,
        "tariff": tariff,
        "intermediate": used,
        "final": ((1.0 + tariff) * flows).sum(axis=1) - used.sum(axis=2),
        "trade_elasticity": np.array(recipe["trade_elasticity"], float),
    }


if __name__ == "__main__":
    main()
