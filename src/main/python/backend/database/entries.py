"""What the loggers have in common: from arguments to an entry, and from its answer to an id."""

from __future__ import annotations

import logging
import uuid
from collections import OrderedDict
from datetime import datetime
from typing import Any, Dict, Mapping, Optional, Union

from . import values
from .errors import CrashServerError, Refused
from .identifiers import RoundKey, is_provisional, record_id
from .outbox import Ack, Entry, outbox
from .streaming import active_stream

#: The name under which bots have always seen what a logger has to say.
log = logging.getLogger("backend.database.logger")

_MOST_SESSIONS = 10_000
#: Which bot a session was opened by, so that it can be closed by its name alone.
_bots: "OrderedDict[str, str]" = OrderedDict()


def round_entry(fields: Mapping[str, Any]) -> Entry:
    """A round as the wire has it, its start fixed now unless it is given."""
    given = dict(fields)
    given.pop("id", None)
    if "meta_data" in given:
        given["metadata"] = given.pop("meta_data")
    if given.get("round_start_timestamp") is None:
        given["round_start_timestamp"] = values.now()
    entry = {"type": "round", **values.frame(given)}
    remember(entry)
    return entry


def session_entry(fields: Mapping[str, Any]) -> Entry:
    """The start of a session as the wire has it, its time fixed now unless it is given."""
    entry = {"type": "session_start", **values.frame(fields)}
    entry.setdefault("start_time", values.now())
    return entry


class Named:
    """Which round a row belongs to: by its id, or by bot, session and number."""

    def __init__(
        self, round_id: Optional[int], bot_id: Optional[str], session_id: Optional[str], round_number: Optional[int]
    ) -> None:
        self._round_id = round_id
        self._given = {"bot_id": bot_id, "session_id": session_id, "round_number": round_number}

    def fields(self) -> Dict[str, Any]:
        """The fields that name it. A provisional id is none of the server's: the round follows under its key."""
        given = values.frame(self._given)
        if self._round_id is None:
            return given
        if not is_provisional(int(self._round_id)):
            return {"round_id": int(self._round_id), **given}
        key = outbox().sessions.key(self._round_id)
        if key is None:
            raise Refused("round_not_found", f"the provisional id {self._round_id} was given elsewhere")
        for name, value in key._asdict().items():
            if name in given and str(given[name]) != str(value):
                raise Refused("round_mismatch", f"{name} is {value} of that round, not {given[name]}")
        return key._asdict()

    def __str__(self) -> str:
        return f"round {self._round_id or self._given['round_number']} of {self._given['bot_id']}"


def row_entry(kind: str, named: Named, fields: Mapping[str, Any]) -> Entry:
    """A row of a round, or of a bot, as the wire has it, its time fixed now unless it is given."""
    entry = {"type": kind, **named.fields(), **values.frame(fields)}
    entry.setdefault("timestamp", values.now())
    return entry


def new_event_id() -> str:
    """A key for a row that has none: it makes sending it again safe."""
    return uuid.uuid4().hex


def log_row(
    kind: str,
    named: Named,
    fields: Dict[str, Any],
    log_async: Optional[bool],
    timestamp: Optional[Union[datetime, str]],
    event_id: Optional[str],
) -> Optional[int]:
    """Logs a row of those that a round may have many of."""
    try:
        event = event_id or new_event_id()
        entry = row_entry(kind, named, {**fields, "timestamp": timestamp, "event_id": event})
        return row_id(send(entry, log_async), event)
    except Exception as failure:
        return failed(f"{kind} of {named}", failure)


def send(entry: Entry, log_async: Optional[bool]) -> Optional[Ack]:
    """The ack, or None where the entry waits in the spool; fails where it was refused or cannot be kept."""
    stream = active_stream()
    if stream is not None and log_async is not False:
        stream.accept(entry)
        return None
    if log_async:
        outbox().submit_later(entry)
        return None
    ack = outbox().submit(entry)
    for warning in ack.get("warnings") or () if ack else ():
        log.warning("stored, but look at it: %s", warning.get("message"))
    return ack


def row_id(ack: Optional[Ack], seed: str) -> int:
    """The id of a row, provisional where it waits."""
    return ack["record_id"] if ack else record_id(seed)


def provisional_round(entry: Entry) -> int:
    """The id of a round that waits."""
    key = RoundKey(entry["bot_id"], entry["session_id"], int(entry["round_number"]))
    return outbox().sessions.identifier(key)


def batched_id(index: int, entry: Entry, answer: Optional[Dict[str, Any]]) -> Optional[int]:
    """The id of a round of a batch; None, and a line in the log, where it was refused."""
    try:
        if answer is None:
            return provisional_round(entry)
        if answer["type"] != "ack":
            raise Refused.of(answer)
        return answer["round_id"]
    except Exception as failure:
        return failed(f"round {index} of the batch", failure)


def opened_by(session_id: str) -> Optional[str]:
    """The bot whose session this process has opened or logged to, by the session's name."""
    return _bots.get(str(session_id))


def remember(entry: Entry) -> None:
    """Takes note of whose session it is."""
    session_id, bot_id = entry.get("session_id"), entry.get("bot_id")
    if isinstance(session_id, str) and isinstance(bot_id, str) and _bots.get(session_id) != bot_id:
        _bots[session_id] = bot_id
        if len(_bots) > _MOST_SESSIONS:
            _bots.popitem(last=False)


def failed(what: str, failure: Exception) -> Optional[int]:
    """Logs why something was not logged; a trace only for what this package did not foresee."""
    expected = isinstance(failure, (CrashServerError, OSError, ValueError))
    log.error("%s was not logged: %s", what, failure, exc_info=not expected)
    return None
