"""Sends what is in the spool, in order, over the WebSocket, from a thread of its own.

Arrays of entries are pipelined: many are under way before the first is answered. An answer takes its entry out of the
spool. An entry that may succeed later stops the connection, and everything from it on is sent again: what follows may
depend on it (an outcome on its round), and what is stored already is recognised. An entry that is refused for good goes
to the file of rejected ones, and what follows goes on.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from .config import Settings
from .errors import CrashServerError, Refused, ServerUnavailable
from .frames import WebSocketClosed
from .protocol import Limits, connect
from .spool import RejectedFile, Spool
from .websocket import WebSocket

log = logging.getLogger(__name__)

_MESSAGE_ITEMS = 500
_MESSAGE_BYTES = 512 * 1024
_WINDOW = 8
_IDLE_SECONDS = 30.0
_STALLED_SECONDS = 60.0
_FIRST_PAUSE, _LAST_PAUSE = 1.0, 30.0
#: An entry the server fails at so often is given up: it must not hold up the others for ever.
_ATTEMPTS = 5

_TOO_LARGE = 1009
_RESTARTING = 1012
_AT_ONCE = (1001, 4408)
_PROTOCOL_BROKEN = 4400

#: Called with the number of an entry and its answer, an ``ack`` or ``error`` frame.
AnswerListener = Callable[[int, Dict[str, Any]], None]


class _TryAgain(ServerUnavailable):
    """The server has answered that an entry may succeed later."""


class Sender(threading.Thread):
    """Starts with :meth:`start`, sleeps while the spool is empty, and never gives up."""

    def __init__(self, settings: Settings, spool: Spool, rejected: RejectedFile, listener: AnswerListener) -> None:
        super().__init__(name="crash-analytics-sender", daemon=True)
        self._settings = settings
        self._spool = spool
        self._rejected = rejected
        self._listener = listener
        self._alarm, self._bell = socket.socketpair()
        self._bell.setblocking(False)
        self._asleep = False
        self._stopped = False
        self._pause = _FIRST_PAUSE
        self._failures: Tuple[int, int] = (0, 0)
        #: How many entries are sent one by one, since a message that held them was refused whole.
        self._careful = 0
        self._under_way: Deque[List[bytes]] = deque()
        #: Whether there is a connection; None until the first attempt.
        self.is_up: Optional[bool] = None
        #: How many entries are answered, and all who wanted to know have been told.
        self.settled = 0
        #: Notified when something is answered, and when the connection comes or goes.
        self.changed = threading.Condition()

    def wake(self) -> None:
        """Something was appended."""
        if self._asleep:
            self._ring(b"a")

    def nudge(self) -> None:
        """Connect now rather than after the pause."""
        self._ring(b"n")

    def stop(self) -> None:
        """Ends the thread; returns when it has ended, or after a second."""
        self._stopped = True
        self._ring(b"n")
        if self.is_alive():
            self.join(1)
        if not self.is_alive():
            self._alarm.close()
            self._bell.close()

    def run(self) -> None:
        while not self._stopped:
            if not self._spool.pending:
                self._sleep(None, b"an")
                continue
            pause = self._connect_and_send()
            self._spool.rewind()
            self._under_way.clear()
            if pause and not self._stopped:
                self._down()
                if self._spool.pending:
                    self._sleep(pause, b"n")

    def _connect_and_send(self) -> Optional[float]:
        """Returns the seconds to wait before the next attempt, or None when all is sent."""
        try:
            connection, limits = connect(self._settings, self._settings.timeout)
            try:
                self._converse(connection, limits)
            finally:
                connection.close()
            return None
        except WebSocketClosed as closed:
            return self._after_close(closed)
        except Refused as refused:
            log.error("the server refuses this client, entries are kept: %s", refused)
            return _LAST_PAUSE
        except CrashServerError as failure:
            log.debug("sending stopped: %s", failure)
            return self._longer_pause()
        except Exception:  # the thread must live on: it is the only one that empties the spool
            log.exception("sending stopped, entries are kept")
            return _LAST_PAUSE

    def _after_close(self, closed: WebSocketClosed) -> float:
        log.debug("%s", closed)
        if closed.code == _TOO_LARGE:
            self._refused_whole({"code": "too_large", "detail": "the message is too large for the server"})
            return 0
        if closed.code == _PROTOCOL_BROKEN:
            return _LAST_PAUSE
        if closed.code in _AT_ONCE:
            return 0
        return _FIRST_PAUSE if closed.code == _RESTARTING else self._longer_pause()

    def _longer_pause(self) -> float:
        pause, self._pause = self._pause, min(self._pause * 2, _LAST_PAUSE)
        return pause

    def _converse(self, connection: WebSocket, limits: Limits) -> None:
        self._up()
        last_answer = time.monotonic()
        while not self._stopped:
            was_idle = not self._under_way
            if self._send(connection, limits) and was_idle:
                last_answer = time.monotonic()
            if self._receive(connection):
                last_answer = time.monotonic()
                continue
            silent = time.monotonic() - last_answer
            if not self._under_way and silent > _IDLE_SECONDS:
                return
            if self._under_way and silent > _STALLED_SECONDS:
                raise ServerUnavailable("the server takes entries, but does not answer")
            self._await(connection)

    def _send(self, connection: WebSocket, limits: Limits) -> bool:
        sent = False
        while len(self._under_way) < (1 if self._careful else _WINDOW) and connection.unsent < _MESSAGE_BYTES:
            items = 1 if self._careful else min(_MESSAGE_ITEMS, limits.items)
            lines = self._spool.read(items, min(_MESSAGE_BYTES, limits.message_bytes - items - 2))
            if not lines:
                break
            self._under_way.append(lines)
            connection.send(b"[" + b",".join(lines) + b"]")
            sent = True
        return sent

    def _receive(self, connection: WebSocket) -> bool:
        message = connection.received()
        if message is None:
            return False
        answer = json.loads(message)
        if answer.get("type") == "acks":
            self._answered(answer["items"])
        elif answer.get("type") == "error":
            if not answer.get("retryable"):
                self._refused_whole(answer)
            raise _TryAgain("a message was refused whole; its entries are sent one by one")
        return True

    def _answered(self, items: List[Dict[str, Any]]) -> None:
        lines = self._under_way.popleft()
        if len(items) != len(lines):
            raise ServerUnavailable(f"{len(lines)} entries were sent, {len(items)} answered")
        first = self._spool.answered + 1
        settled = 0
        for item in items:
            if item["type"] != "ack" and not self._is_final(item, first + settled):
                break
            settled += 1
        self._settle(lines[:settled], items[:settled], first)
        if settled < len(lines):
            raise _TryAgain(str(items[settled].get("detail")))

    def _is_final(self, error: Dict[str, Any], number: int) -> bool:
        if not error.get("retryable"):
            return True
        if error.get("code") != "internal_error":
            return False
        self._failures = (number, self._failures[1] + 1 if self._failures[0] == number else 1)
        return self._failures[1] >= _ATTEMPTS

    def _settle(self, lines: List[bytes], answers: List[Dict[str, Any]], first: int) -> None:
        for line, answer in zip(lines, answers):
            if answer["type"] != "ack":
                log.error("refused for good, kept in %s: %s", self._rejected.path, answer.get("detail"))
                self._rejected.add(line, answer)
        self._spool.answer(lines)
        self._careful = max(0, self._careful - len(lines))
        self._pause = _FIRST_PAUSE
        for number, answer in enumerate(answers, first):
            self._listener(number, answer)
        with self.changed:
            self.settled = first + len(lines) - 1
            self.changed.notify_all()

    def _refused_whole(self, error: Dict[str, Any]) -> None:
        """A message that cannot be taken: its entries go one by one, and a single one is to blame itself."""
        if not self._under_way:
            return
        lines = [line for message in self._under_way for line in message]
        if len(lines) == 1:
            self._settle(lines, [{**error, "type": "error"}], self._spool.answered + 1)
        else:
            self._careful = len(lines)

    def _await(self, connection: WebSocket) -> None:
        self._asleep = True
        if self._under_way or not self._spool.pending:
            connection.pump(1.0, self._alarm)
        self._asleep = False
        self._take_rings()

    def _sleep(self, seconds: Optional[float], reasons: bytes) -> None:
        """Until the bell rings for one of the reasons, or so many seconds have passed."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self._stopped:
            self._asleep = True
            if b"a"[0] in reasons and self._spool.pending:
                break
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                break
            if set(self._take_rings(left)) & set(reasons):
                break
        self._asleep = False

    def _take_rings(self, timeout: Optional[float] = 0) -> bytes:
        self._alarm.settimeout(timeout)
        try:
            return self._alarm.recv(4096)
        except OSError:
            return b""

    def _ring(self, reason: bytes) -> None:
        try:
            self._bell.send(reason)
        except OSError:
            pass  # it has been rung more often than was listened to

    def _up(self) -> None:
        if self.is_up is False:
            log.warning("the server answers again; %d entries wait in the spool", self._spool.pending)
        self.is_up = True
        with self.changed:
            self.changed.notify_all()

    def _down(self) -> None:
        if self.is_up is not False and self._spool.pending:
            log.warning("%s cannot be reached; entries are kept in %s", self._settings.url, self._spool.folder)
        self.is_up = False
        try:
            self._spool.sync()
        except OSError as failure:
            log.error("the spool cannot be written to disk: %s", failure)
        with self.changed:
            self.changed.notify_all()
