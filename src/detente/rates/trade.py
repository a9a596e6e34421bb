"""Trade weights and concordances: small parquet tables inside the package."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import CoverageError

Column = NDArray[Any]


def trade_folder() -> Path:
    """The folder of trade tables that comes with the package."""
    return Path(str(resources.files("detente") / "data" / "trade"))


@lru_cache(maxsize=32)
def trade_table(name: str, columns: tuple[str, ...]) -> dict[str, Column]:
    """Columns of `<name>.parquet` as arrays. Raises CoverageError where it is missing."""
    path = trade_folder() / f"{name}.parquet"
    if not path.is_file():
        raise CoverageError(
            f"{path.name}: this trade table does not come with detente. Weighted averages need "
            "it. Reinstall the package."
        )
    import duckdb

    names = ", ".join(f'"{c}"' for c in columns)
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(f"select {names} from read_parquet(?)", [str(path)]).fetchnumpy()
    return {c: np.ma.getdata(found[c]) for c in columns}
