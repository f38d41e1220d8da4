"""Python values to the values of the wire, and back.

``Decimal``, ``float``, ``int`` and ``str`` are accepted alike wherever a number is meant. Money is never rounded on
the way: decimals travel as text, and the server keeps ten places.
"""

from __future__ import annotations

import collections.abc
import json
import math
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import Enum
from typing import Any, Dict, FrozenSet, Mapping, Union

from .models import TABLES

#: What is accepted wherever a number is meant.
Number = Union[Decimal, float, int, str]


def _columns_of(kind: type) -> FrozenSet[str]:
    return frozenset(name for table in TABLES for name, column in table.columns().items() if column.holds is kind)


#: Fields that hold text, so that a number given for one is written out: the columns, and what loggers call them.
TEXTS = _columns_of(str) | {"ocr_text", "pattern_type", "event_id"}

#: Fields that hold any JSON.
DOCUMENTS = _columns_of(dict)

_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def frame(fields: Mapping[str, Any]) -> Dict[str, Any]:
    """The fields that were given, as the wire has them; ``None`` is the same as leaving a field out."""
    framed: Dict[str, Any] = {}
    for name, value in fields.items():
        kind = type(value)
        if kind is str or kind is bool:  # most are, and every bot's turn waits for this
            framed[name] = value
        elif kind is Decimal and name not in DOCUMENTS:
            framed[name] = str(value)
        elif value is not None:
            framed[name] = field(name, value)
    return framed


def field(name: str, value: Any) -> Any:
    """One value as JSON has it."""
    if name in DOCUMENTS:
        return document(value)
    plain = _plain(value)
    if name in TEXTS and isinstance(plain, (int, float)) and not isinstance(plain, bool):
        return str(plain)
    # JSON has no NaN: as text the server refuses it by the name of its field.
    return str(plain) if isinstance(plain, float) and not math.isfinite(plain) else plain


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, (str, bool, list, dict)) or type(value) in (int, float):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (datetime, date)):
        return timestamp(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if hasattr(value, "item"):  # the scalars of numpy
        return _plain(value.item())
    return str(value)


def document(value: Any) -> Any:
    """Metadata as JSON: keys are text, decimals numbers, NaN is null, what JSON does not know is written out."""
    if isinstance(value, (dict, collections.abc.Mapping)):
        return {str(key): document(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [document(item) for item in value]
    if hasattr(value, "tolist"):  # the arrays of numpy
        return document(value.tolist())
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if value is None or isinstance(value, (bool, int, str)) else _plain(value)


def _number(value: Decimal) -> Any:
    """A number where that keeps every digit, else text."""
    if not value.is_finite():
        return None
    near = float(value)
    return near if Decimal(repr(near)) == value else str(value)


def timestamp(value: Any) -> str:
    """A time in ISO 8601; one without a zone is UTC, as it was in the database."""
    if not isinstance(value, datetime):
        return str(value)
    return (value if value.tzinfo else value.replace(tzinfo=timezone.utc)).isoformat()


def now() -> str:
    """The time of a call, to the microsecond."""
    return datetime.now(timezone.utc).isoformat()


def encode(value: Any) -> bytes:
    """JSON on one line, in ASCII."""
    return _ENCODER.encode(value).encode("ascii")
