"""Ids of rounds that the server has not numbered yet.

Such an id is an int above 2^62, where no id of the server will ever be, and says by itself which round it means: the
upper part is the number of a (bot, session) in a register beside the spool, the lower 42 bits are the round's number.
So a bot may keep it in a variable, a file or a database, and use it after a restart.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import zlib
from pathlib import Path
from typing import Dict, NamedTuple, Optional, Tuple

from .locking import locked
from .values import encode

log = logging.getLogger(__name__)

_BASE = 1 << 62
_NUMBER_BITS = 42
_NUMBER_MASK = (1 << _NUMBER_BITS) - 1
_RECORD_BASE = 1 << 61


class RoundKey(NamedTuple):
    """What identifies a round."""

    bot_id: str
    session_id: str
    round_number: int


class ProvisionalRoundId(int):
    """The id of a round that is on its way; an ordinary int otherwise."""

    bot_id: str
    session_id: str
    round_number: int

    @classmethod
    def of(cls, value: int, key: RoundKey) -> "ProvisionalRoundId":
        """The id with what it means."""
        identifier = cls(value)
        identifier.bot_id, identifier.session_id, identifier.round_number = key
        return identifier


def is_provisional(round_id: int) -> bool:
    """Whether an id was given by this side, not by the server."""
    return round_id >= _BASE


def record_id(seed: str) -> int:
    """A provisional id of anything but a round; it only has to be true, nothing is asked for by it."""
    return _RECORD_BASE | zlib.crc32(seed.encode())


class SessionRegister:
    """Numbers for sessions, in a file that processes share. A line a session, and only of those that were spooled."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "sessions.ndjson"
        self._numbers: Dict[Tuple[str, str, int], int] = {}
        self._sessions: Dict[int, Tuple[str, str, int]] = {}
        self._read = 0
        self._lock = threading.Lock()

    def identifier(self, key: RoundKey) -> ProvisionalRoundId:
        """The id of a round; ``OSError`` where the register cannot be written."""
        session = (key.bot_id, key.session_id, key.round_number >> _NUMBER_BITS)
        number = self._numbers.get(session)
        if number is None:
            with self._lock:
                number = self._register(session)
        return ProvisionalRoundId.of(_BASE + (number << _NUMBER_BITS) + (key.round_number & _NUMBER_MASK), key)

    def key(self, round_id: int) -> Optional[RoundKey]:
        """Which round an id means; None for one that was given elsewhere."""
        if isinstance(round_id, ProvisionalRoundId) and hasattr(round_id, "bot_id"):
            return RoundKey(round_id.bot_id, round_id.session_id, round_id.round_number)
        number = (round_id - _BASE) >> _NUMBER_BITS
        with self._lock:
            if number not in self._sessions and self._file.exists():
                with open(self._file, "rb") as file:
                    self._catch_up(file)
            session = self._sessions.get(number)
        if session is None:
            return None
        return RoundKey(session[0], session[1], (session[2] << _NUMBER_BITS) + (round_id & _NUMBER_MASK))

    def _register(self, session: Tuple[str, str, int]) -> int:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with open(self._file, "a+b") as file, locked(file):
            self._catch_up(file)
            if session in self._numbers:
                return self._numbers[session]
            number = max(self._sessions, default=0) + 1
            line = {"number": number, "bot_id": session[0], "session_id": session[1], "high": session[2]}
            file.seek(0, os.SEEK_END)
            # A line that a power failure has torn must not swallow the next one.
            file.write((b"\n" if file.tell() > self._read else b"") + encode(line) + b"\n")
            file.flush()
            os.fsync(file.fileno())
            self._catch_up(file)
            return self._numbers[session]

    def _catch_up(self, file) -> None:  # type: ignore[no-untyped-def]
        file.seek(self._read)
        for line in file:
            if not line.endswith(b"\n"):
                return
            self._read += len(line)
            try:
                entry = json.loads(line)
                session = (entry["bot_id"], entry["session_id"], entry["high"])
                self._numbers[session] = entry["number"]
                self._sessions[entry["number"]] = session
            except (ValueError, KeyError, TypeError):
                log.warning("a line of %s cannot be read and is passed over", self._file)
