"""The switches of the model family: choices that move results, to be printed beside them.

deficits   fixed_share         imports less exports stay the same share of world value added
           zero                trade balances
           scaled_with_trade   they keep their ratio to the country's own trade, less what
                               the world as a whole could not finance (docs/model.md, 20)
revenue    lump_sum            duty goes to households, whatever they do
           income_tax_relief   duty replaces a tax on labour income (needs elastic labour)
labour     mobile              workers move between the sectors of a country
           sector_specific     they stay in their sector: the short run
           elastic             mobile, and hours follow the real wage
inputs     linked | none       with input-output links, or value added equal to output
sectors    many | one          as in the world, or everything merged to one sector
horizon    long | medium | short   elasticities times the factor of horizons.yaml
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal, TypeAlias, get_args, get_type_hints

from detente.errors import InputError

DeficitRule: TypeAlias = Literal["fixed_share", "zero", "scaled_with_trade"]
RevenueRule: TypeAlias = Literal["lump_sum", "income_tax_relief"]
LabourRule: TypeAlias = Literal["mobile", "sector_specific", "elastic"]
InputRule: TypeAlias = Literal["linked", "none"]
SectorRule: TypeAlias = Literal["many", "one"]
Horizon: TypeAlias = Literal["long", "medium", "short"]


@dataclass(frozen=True, slots=True)
class Switches:
    """One member of the model family; see the table above.

    `labour_supply` is the elasticity of hours to the real wage, above zero with elastic labour
    and zero otherwise. Raises InputError for an unknown value or a combination without meaning.
    """

    deficits: DeficitRule = "fixed_share"
    revenue: RevenueRule = "lump_sum"
    labour: LabourRule = "mobile"
    labour_supply: float = 0.0
    inputs: InputRule = "linked"
    sectors: SectorRule = "many"
    horizon: Horizon = "long"

    def __post_init__(self) -> None:
        for name, known in _choices().items():
            value = getattr(self, name)
            if value not in known:
                raise InputError(
                    f'solve: {name} is "{value}". Expected one of {", ".join(known)}. '
                    f"See the table of switches in docs/model.md.{_remark(name)}"
                )
        if (self.labour == "elastic") != (self.labour_supply > 0.0):
            raise InputError(
                f'solve: labour is "{self.labour}" and labour_supply is {self.labour_supply:g}. '
                "Elastic labour needs an elasticity above zero, the other rules have none. "
                "Set both or neither."
            )
        if self.revenue == "income_tax_relief" and self.labour != "elastic":
            raise InputError(
                f'solve: revenue is "income_tax_relief" and labour is "{self.labour}". Tax relief '
                'differs from a lump sum only if hours answer to wages. Use labour="elastic", or '
                'revenue="lump_sum".'
            )


@lru_cache(maxsize=1)
def _choices() -> dict[str, tuple[str, ...]]:
    """The values a switch may have, from its type; worked out once."""
    hints = get_type_hints(Switches)
    return {f.name: values for f in fields(Switches) if (values := get_args(hints[f.name]))}


def _remark(name: str) -> str:
    if name != "deficits":
        return ""
    return (
        " A deficit fixed in units of the numeraire is the same as fixed_share, because the "
        "numeraire is world value added."
    )
