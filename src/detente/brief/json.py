"""The brief as JSON, field by field as in `Brief`.

Rates and changes are fractions, money is in the unit that the field names, dates are ISO 8601
and moments carry their zone. A field without a value, or with a number that is not finite, is
null.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any, cast

from detente.brief.brief import Brief


def render_json(brief: Brief) -> str:
    """The whole brief."""
    return json.dumps(rounded(plain_value(brief)), ensure_ascii=False, indent=2, allow_nan=False)


def plain_value(value: Any) -> Any:
    """A value as JSON has it: dataclasses as mappings, dates as text, nothing infinite."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain_value(item) for item in cast("tuple[Any, ...]", value)]
    if isinstance(value, dict):
        return {str(k): plain_value(v) for k, v in cast("dict[Any, Any]", value).items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def rounded(value: Any) -> Any:
    """The same tree with fractions to twelve digits: 0.409, not 0.40900000000000003."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [rounded(item) for item in cast("list[Any]", value)]
    return value
