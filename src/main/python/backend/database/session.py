"""Sessions and queries: adding rows and reading them back, the way the guide does it."""

from __future__ import annotations

import logging
from itertools import islice
from typing import Any, Dict, Generic, Iterator, List, Optional, Tuple, Type, TypeVar, Union
from urllib.parse import quote

from . import models, sources, values
from .columns import Column, Condition, Model, Ordering, sorted_rows
from .entries import (
    Named,
    new_event_id,
    provisional_round,
    remember,
    round_entry,
    row_entry,
    row_id,
    session_entry,
)
from .outbox import Entry, Outbox

log = logging.getLogger(__name__)

M = TypeVar("M", bound=Model)

#: Models that are entries of the stream which a round or a bot may have many of.
_KINDS: Dict[Type[Model], str] = {
    models.AnalyticsRoundMultiplier: "multiplier",
    models.AnalyticsRoundSignal: "signal",
    models.ErrorLog: "error",
    models.OCRValidationLog: "ocr_validation",
}


class Session:
    """Collects what is added and sends it when it is flushed or committed. For one thread."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._added: List[Model] = []

    def add(self, row: Model) -> None:
        """Takes a row in; it is sent by :meth:`flush` or :meth:`commit`."""
        if not isinstance(row, Model):
            raise TypeError(f"{row!r} is not one of the models")
        self._added.append(row)

    def add_all(self, rows: List[Model]) -> None:
        """Takes several in."""
        for row in rows:
            self.add(row)

    def flush(self) -> None:
        """Sends what was added, in order; afterwards rows have their ids. ``Refused`` says what is wrong with one.

        Unlike in a transaction, what was sent is stored: a later rollback does not take it back.
        """
        while self._added:
            self._send(self._added[0])
            self._added.pop(0)

    def commit(self) -> None:
        """The same."""
        self.flush()

    def rollback(self) -> None:
        """Forgets what was added and not sent yet."""
        self._added.clear()

    def close(self) -> None:
        """Forgets what was added and not sent yet."""
        self.rollback()

    def query(self, model: Type[M]) -> "Query[M]":
        """Rows of a table."""
        return Query(self._outbox, model)

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *failure: Any) -> None:
        self.close()

    def _send(self, row: Model) -> None:
        if isinstance(row, models.BotVMRegistration):
            self._take(row, self._call("POST", "/bots", row, ()))
        elif isinstance(row, models.GamePlatformConfig):
            path = f"/platforms/{quote(str(row.game_name), safe='')}/{quote(str(row.platform_code), safe='')}"
            self._take(row, self._call("PUT", path, row, ("game_name", "platform_code")))
        else:
            self._send_entry(row)

    def _call(self, method: str, path: str, row: Model, named: Tuple[str, ...]) -> Dict[str, Any]:
        fields = {name: value for name, value in _fields(row).items() if name not in named}
        return self._outbox.http.call(method, path, body=values.encode(fields)).json()

    def _send_entry(self, row: Model) -> None:
        if isinstance(row, models.CrashGameRound):
            entry = round_entry(_fields(row))
            ack = self._outbox.submit(entry)
            row.id = ack["round_id"] if ack else provisional_round(entry)
        elif isinstance(row, models.SessionLog):
            entry = session_entry(_fields(row))
            self._outbox.submit(entry)
            remember(entry)
        else:
            entry = _row_entry(row)
            row.id = row_id(self._outbox.submit(entry), str(entry))  # type: ignore[attr-defined]

    @staticmethod
    def _take(row: Model, answer: Dict[str, Any]) -> None:
        row.__dict__.update(type(row).from_wire(answer).__dict__)


def _fields(row: Model) -> Dict[str, Any]:
    """What the server takes: ids and the times of storing are its own to give."""
    return values.frame({k: v for k, v in row.given().items() if k not in ("id", "created_at", "updated_at")})


def _row_entry(row: Model) -> Entry:
    """A row that belongs to a round or a bot. One that is sent again, since a flush failed, stays the same event."""
    fields = _fields(row)
    named = Named(*(fields.pop(name, None) for name in ("round_id", "bot_id", "session_id", "round_number")))
    if isinstance(row, models.AnalyticsRoundOutcome):
        return {"type": "outcome", **named.fields(), **fields}
    fields["event_id"] = row.__dict__.setdefault("_event_id", new_event_id())
    return row_entry(_KINDS[type(row)], named, fields)


class Query(Generic[M]):
    """Rows of one table; each method returns a new query, until one asks for rows.

    What the server can filter by itself (a bot, a session, a range of ``round_start_timestamp``, a game) it does; the
    rest is done here, so narrow a query by one of these where there are many rows.
    """

    def __init__(self, outbox: Outbox, model: Type[M]) -> None:
        self._outbox = outbox
        self._model = model
        self._conditions: List[Condition] = []
        self._orderings: List[Ordering] = []
        self._limit: Optional[int] = None
        self._offset = 0

    def filter_by(self, **values: Any) -> "Query[M]":
        """Rows whose columns have these values."""
        return self.filter(*(self._column(name) == value for name, value in values.items()))

    def filter(self, *conditions: Any) -> "Query[M]":
        """Rows that fulfil all of these, such as ``CrashGameRound.round_number >= 10``."""
        for condition in conditions:
            if not isinstance(condition, Condition):
                raise TypeError(f"{condition!r} is not a comparison of a column")
        return self._with(_conditions=[*self._conditions, *conditions])

    def order_by(self, *orderings: Union[Column, Ordering, str]) -> "Query[M]":
        """Sorted by columns: themselves, their ``desc()``, or their names."""
        return self._with(_orderings=[*self._orderings, *(self._ordering(ordering) for ordering in orderings)])

    def limit(self, number: Optional[int]) -> "Query[M]":
        """At most so many rows."""
        return self._with(_limit=number)

    def offset(self, number: int) -> "Query[M]":
        """Without the first so many rows."""
        return self._with(_offset=number)

    def all(self) -> List[M]:
        """The rows; oldest first unless sorted."""
        return list(self)

    def first(self) -> Optional[M]:
        """The first row, or None."""
        return next(iter(self.limit(1 if self._limit is None else min(1, self._limit))), None)

    def one_or_none(self) -> Optional[M]:
        """The only row, or None; ``ValueError`` where there are several."""
        rows = self.limit(2).all()
        if len(rows) > 1:
            raise ValueError(f"there is more than one such {self._model.__name__}")
        return rows[0] if rows else None

    def get(self, identifier: int) -> Optional[M]:
        """The row with this id, or None."""
        return self.filter_by(id=identifier).first()

    def count(self) -> int:
        """How many rows there are."""
        return sum(1 for _ in self)

    def __iter__(self) -> Iterator[M]:
        source = sources.of(self._outbox.http, self._model)
        candidates = source.rows(self._conditions)
        rows = (row for row in candidates if all(condition.holds(row) for condition in self._conditions))
        if self._orderings != source.natural_order:
            rows = iter(sorted_rows(list(rows), self._orderings or source.default_order))
        end = None if self._limit is None else self._offset + self._limit
        return islice(rows, self._offset, end)  # type: ignore[arg-type]

    def _with(self, **changes: Any) -> "Query[M]":
        query = Query(self._outbox, self._model)
        query.__dict__.update(self.__dict__, **changes)
        return query

    def _column(self, name: str) -> Column:
        column = self._model.columns().get("metadata" if name == "meta_data" else name)
        if column is None:
            raise AttributeError(f"{self._model.__name__} has no column {name}")
        return column

    def _ordering(self, ordering: Union[Column, Ordering, str]) -> Ordering:
        if isinstance(ordering, Ordering):
            return ordering
        return (self._column(ordering) if isinstance(ordering, str) else ordering).asc()
