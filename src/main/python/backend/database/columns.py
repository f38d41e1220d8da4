"""Models without a database: classes whose columns can be compared and sorted by, as queries need it."""

from __future__ import annotations

import operator
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, Callable, ClassVar, Dict, Iterable, List, NamedTuple, Optional, Tuple, Type

Converter = Callable[[Any], Any]


class Condition(NamedTuple):
    """What a row must fulfil."""

    column: str
    symbol: str
    value: Any

    def holds(self, row: "Model") -> bool:
        """Whether a row does. As in SQL, nothing is equal to, above or below null, except when null is asked for."""
        actual = getattr(row, self.column)
        if self.symbol == "in":
            return actual in self.value
        if actual is None or self.value is None:
            same = actual is None and self.value is None
            return same if self.symbol == "==" else (self.symbol == "!=" and not same and self.value is None)
        return bool(_OPERATORS[self.symbol](actual, self.value))


_OPERATORS: Dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Ordering(NamedTuple):
    """What rows are sorted by."""

    column: str
    descending: bool


class Column:
    """A column of a model: its value on a row, itself on the class."""

    __hash__ = object.__hash__

    def __init__(self, convert: Converter, holds: Optional[type] = None) -> None:
        self._convert = convert
        self.name = ""
        #: str for text, dict for JSON, else None.
        self.holds = holds

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Optional["Model"], owner: type) -> Any:
        return self if row is None else row.__dict__.get(self.name)

    def __set__(self, row: "Model", value: Any) -> None:
        row.__dict__[self.name] = value

    def __eq__(self, other: object) -> Condition:  # type: ignore[override]
        return Condition(self.name, "==", self.convert(other))

    def __ne__(self, other: object) -> Condition:  # type: ignore[override]
        return Condition(self.name, "!=", self.convert(other))

    def __lt__(self, other: Any) -> Condition:
        return Condition(self.name, "<", self.convert(other))

    def __le__(self, other: Any) -> Condition:
        return Condition(self.name, "<=", self.convert(other))

    def __gt__(self, other: Any) -> Condition:
        return Condition(self.name, ">", self.convert(other))

    def __ge__(self, other: Any) -> Condition:
        return Condition(self.name, ">=", self.convert(other))

    def in_(self, values: Iterable[Any]) -> Condition:
        """Rows whose value is one of these."""
        return Condition(self.name, "in", [self.convert(value) for value in values])

    def asc(self) -> Ordering:
        """Smallest first."""
        return Ordering(self.name, False)

    def desc(self) -> Ordering:
        """Largest first."""
        return Ordering(self.name, True)

    def convert(self, value: Any) -> Any:
        """A value of the wire, or of a caller, as rows have it."""
        return None if value is None else self._convert(value)


def text() -> Column:
    """A string."""
    return Column(str, holds=str)


def whole() -> Column:
    """An int."""
    return Column(int)


def decimal() -> Column:
    """A Decimal."""
    return Column(lambda value: value if isinstance(value, Decimal) else Decimal(str(value)))


def flag() -> Column:
    """A bool."""
    return Column(bool)


def document() -> Column:
    """Whatever JSON holds."""
    return Column(lambda value: value, holds=dict)


def moment() -> Column:
    """A datetime in UTC without a zone, as the database's columns gave it."""
    return Column(_moment)


def _moment(value: Any) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(_six_digits(value.strip().replace("Z", "+00:00").replace(" ", "T")))
    elif not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    return value.astimezone(timezone.utc).replace(tzinfo=None) if value.tzinfo else value


def _six_digits(iso: str) -> str:
    """Python 3.9 and 3.10 read fractions of exactly three or six digits only."""
    head, dot, rest = iso.partition(".")
    if not dot:
        return iso
    digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
    return f"{head}.{digits[:6]:0<6}{rest[len(digits):]}"


class Model:
    """A row. Columns that were not given are None."""

    __tablename__: ClassVar[str]

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            if name not in self.columns() and not isinstance(getattr(type(self), name, None), property):
                raise TypeError(f"{type(self).__name__} has no column {name}")
            setattr(self, name, value)

    @classmethod
    def columns(cls) -> Dict[str, Column]:
        """The columns by name, those that several tables have first."""
        members = (member for table in reversed(cls.__mro__) for member in vars(table).items())
        return {name: column for name, column in members if isinstance(column, Column)}

    @classmethod
    def from_wire(cls: Type["Model"], fields: Dict[str, Any]) -> "Model":
        """A row of what the server answers; what it answers beyond the columns is left out."""
        return cls(**{name: column.convert(fields.get(name)) for name, column in cls.columns().items()})

    def to_dict(self) -> Dict[str, Any]:
        """All columns and their values."""
        return {name: getattr(self, name) for name in self.columns()}

    def given(self) -> Dict[str, Any]:
        """The columns that have a value."""
        return {name: value for name, value in self.to_dict().items() if value is not None}

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in list(self.given().items())[:5])
        return f"<{type(self).__name__}({shown})>"


def sorted_rows(rows: List[Model], orderings: List[Ordering]) -> List[Model]:
    """Rows by one or more columns; null is larger than anything, as in PostgreSQL."""

    def key(column: str) -> Callable[[Model], Tuple[bool, Any]]:
        return lambda row: (getattr(row, column) is None, getattr(row, column))

    for ordering in reversed(orderings):
        rows = sorted(rows, key=key(ordering.column), reverse=ordering.descending)
    return rows
