"""Where the rows of each table are read from."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Any, Dict, Iterator, List, Optional, Sequence, Type
from urllib.parse import quote

from . import models, values
from .columns import Condition, Model, Ordering
from .errors import Refused
from .transport import Http

_PAGE = 1000
_TIMEOUT = 300.0

Row = Dict[str, Any]


class Source(ABC):
    """Reads a table; a subclass a way to do it."""

    #: How rows come from the server; a query in this order reads no more than it needs.
    natural_order: Optional[List[Ordering]] = None
    #: The order of rows where the query names none: that of their ids.
    default_order: List[Ordering] = [Ordering("id", False)]

    def __init__(self, http: Http, model: Type[Model]) -> None:
        self._http = http
        self._model = model

    def rows(self, conditions: Sequence[Condition]) -> Iterator[Model]:
        """Rows that may fulfil the conditions, and some that may not."""
        equal = {c.column: c.value for c in conditions if c.symbol == "==" and c.value is not None}
        return (self._model.from_wire(row) for row in self._read(equal, conditions))

    @abstractmethod
    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        """Rows as the server answers them."""

    def _pages(self, path: str, query: Row) -> Iterator[Row]:
        cursor = None
        while True:
            page = self._get(path, {**query, "limit": _PAGE, "cursor": cursor})
            yield from page["items"]
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def _one(self, path: str, query: Row) -> Iterator[Row]:
        try:
            yield self._get(path, query)
        except Refused as refused:
            if not refused.code.endswith("_not_found"):
                raise

    def _get(self, path: str, query: Row) -> Any:
        body = self._http.call("GET", path, query, timeout=_TIMEOUT).body
        return json.loads(body, parse_float=Decimal)


class _Bots(Source):
    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        if "bot_id" in equal:
            return self._one(f"/bots/{_quoted(equal['bot_id'])}", {})
        return self._pages("/bots", {})


class _Platforms(Source):
    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        return self._pages("/platforms", {})


class _Rounds(Source):
    natural_order = [Ordering("round_start_timestamp", True)]

    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        if "id" in equal:
            return self._one(f"/rounds/{equal['id']}", {})
        query = {name: equal[name] for name in ("bot_id", "session_id") if name in equal}
        for condition in conditions:
            if condition.column == "round_start_timestamp" and condition.symbol in (">", ">="):
                query["from"] = values.timestamp(condition.value)
            if condition.column == "round_start_timestamp" and condition.symbol == "<":
                query["to"] = values.timestamp(condition.value)
        return self._pages("/rounds", query)


class _Sessions(Source):
    default_order = [Ordering("start_time", False)]

    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        if "session_id" in equal:
            found = self._one(f"/sessions/{_quoted(equal['session_id'])}", {"bot_id": equal.get("bot_id")})
        else:
            found = self._pages("/sessions", {name: equal[name] for name in ("bot_id", "status") if name in equal})
        return ({**row, "total_roi_percent": row.get("roi_percent")} for row in found)


class _Signals(Source):
    default_order = [Ordering("timestamp", False)]

    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        query = {name: equal[name] for name in ("bot_id", "game_name", "signal_type") if name in equal}
        for row in self._get("/signals/export", query):
            yield {**row, "id": row["signal_id"]}


class _Multipliers(Source):
    """From the export of a game; it names no session and no bot but the one asked for."""

    default_order = [Ordering("timestamp", False)]

    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        bot_id = equal.get("bot_id")
        for game in self._games(equal):
            for row in self._get(f"/games/{_quoted(game)}/multipliers/export", {"bot_id": bot_id}):
                yield {
                    **row,
                    "bot_id": bot_id,
                    "game_name": game,
                    "is_crash_multiplier": row["is_crash"],
                    "is_cashout_multiplier": row["is_cashout"],
                    "data_quality_score": row["quality_score"],
                }

    def _games(self, equal: Row) -> List[str]:
        if "game_name" in equal:
            return [equal["game_name"]]
        return sorted({row["game_name"] for row in self._pages("/platforms", {})})


class _ByBot(Source):
    """A table that is listed bot by bot; without a bot all of them are read."""

    path: str
    #: The columns that the server filters by, beside the bot.
    filters: Sequence[str] = ("session_id",)

    def _read(self, equal: Row, conditions: Sequence[Condition]) -> Iterator[Row]:
        query = {name: equal[name] for name in self.filters if name in equal}
        for condition in conditions:
            if condition.column == "timestamp" and condition.symbol in (">", ">="):
                query["from"] = values.timestamp(condition.value)
            if condition.column == "timestamp" and condition.symbol == "<":
                query["to"] = values.timestamp(condition.value)
        for bot_id in self._bots(equal):
            yield from self._pages(self.path, {**query, "bot_id": bot_id})

    def _bots(self, equal: Row) -> List[str]:
        return [equal["bot_id"]] if "bot_id" in equal else [bot["bot_id"] for bot in self._pages("/bots", {})]


class _Outcomes(_ByBot):
    path = "/outcomes"


class _Errors(_ByBot):
    path = "/errors"
    filters = ("session_id", "error_type")


class _OcrValidations(_ByBot):
    path = "/ocr-validations"
    filters = ("session_id", "validation_status")


_SOURCES: Dict[Type[Model], Type[Source]] = {
    models.BotVMRegistration: _Bots,
    models.GamePlatformConfig: _Platforms,
    models.CrashGameRound: _Rounds,
    models.SessionLog: _Sessions,
    models.AnalyticsRoundSignal: _Signals,
    models.AnalyticsRoundMultiplier: _Multipliers,
    models.AnalyticsRoundOutcome: _Outcomes,
    models.ErrorLog: _Errors,
    models.OCRValidationLog: _OcrValidations,
}


def of(http: Http, model: Type[Model]) -> Source:
    """The source of a model's rows."""
    return _SOURCES[model](http, model)


def _quoted(text: Any) -> str:
    return quote(str(text), safe="")
