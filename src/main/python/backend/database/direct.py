"""The way of an entry whose answer is waited for, while nothing else waits: no file is touched, no thread is woken.

A single entry goes over a WebSocket that stays open: a message there and one back, which costs both sides least. Where none
can be had (a proxy that knows only HTTP, a server that has enough of them) it goes by HTTP, as several at once do.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Any, Dict, List, Optional, Sequence, Tuple

from .config import Settings
from .errors import CrashServerError, Refused, ServerUnavailable
from .protocol import connect
from .transport import Http
from .websocket import WebSocket

log = logging.getLogger(__name__)

#: The answer to an entry: an ``ack`` or ``error`` frame.
Answer = Dict[str, Any]

_BATCH = "/rounds/batch"
_ANSWERS = ("ack", "error")
_MAX_IDLE = 8
#: A connection that was not used for so long may have been pinged, or closed.
_FRESH_SECONDS = 1.0
#: How long no WebSocket is tried after one could not be had.
_WITHOUT_SOCKETS_SECONDS = 60.0
#: Statuses that are a verdict on what was sent; others are about the way to the server.
_VERDICTS = (400, 413, 422)


class _NoSocket(ServerUnavailable):
    """A WebSocket could not be opened, for whatever reason."""


class DirectWay:
    """Sends entries and waits, for any number of threads. Idle WebSockets are kept, at most eight."""

    def __init__(self, settings: Settings, http: Http) -> None:
        self._settings = settings
        self._http = http
        #: WebSockets, and when each was last used.
        self._idle: List[Tuple[WebSocket, float]] = []
        self._lock = threading.Lock()
        self._sockets_from = 0.0

    def answers(self, lines: Sequence[bytes]) -> List[Answer]:
        """The answers to entries, in order.

        ``ServerUnavailable`` where there are none, ``Refused`` where a single entry cannot be read at all.
        """
        start = time.monotonic()
        end = start + self._settings.timeout
        without_sockets = False
        if len(lines) == 1 and start >= self._sockets_from:
            try:
                return [self._by_socket(lines[0], end)]
            except _NoSocket:
                without_sockets = True
            except ServerUnavailable as failure:
                log.debug("no answer over a WebSocket: %s", failure)
        answers = self._by_http(lines, self._left_until(end))
        if without_sockets:  # though the server is there
            self._sockets_from = time.monotonic() + _WITHOUT_SOCKETS_SECONDS
        return answers

    def close(self) -> None:
        """Closes the connections that are kept."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            connection.close()

    def _by_socket(self, line: bytes, end: float) -> Answer:
        kept = self._take_idle()
        if kept is not None:
            try:
                return self._ask(kept, line, self._settings.timeout)
            except ServerUnavailable as failure:
                # It was closed, before or after the entry was stored: the server recognises what comes again.
                log.debug("a kept WebSocket was of no use: %s", failure)
        connection = self._open(self._left_until(end))
        return self._ask(connection, line, self._left_until(end))

    def _ask(self, connection: WebSocket, line: bytes, seconds: float) -> Answer:
        try:
            answer = json.loads(connection.ask(line, seconds))
            if not isinstance(answer, dict) or answer.get("type") not in _ANSWERS:
                raise ServerUnavailable("the answer is not the server's")
        except ValueError as failure:
            connection.close()
            raise ServerUnavailable("the answer is not JSON") from failure
        except BaseException:
            connection.close()
            raise
        self._give_back(connection)
        return answer

    def _open(self, seconds: float) -> WebSocket:
        try:
            return connect(self._settings, seconds)[0]
        except CrashServerError as failure:
            raise _NoSocket(str(failure)) from failure

    def _take_idle(self) -> Optional[WebSocket]:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection, used = self._idle.pop()
            if time.monotonic() - used < _FRESH_SECONDS or connection.catch_up():
                return connection
            connection.close()

    def _give_back(self, connection: WebSocket) -> None:
        with self._lock:
            if len(self._idle) < _MAX_IDLE:
                self._idle.append((connection, time.monotonic()))
                return
        connection.close()

    def _left_until(self, end: float) -> float:
        left = end - time.monotonic()
        if left <= 0:
            raise ServerUnavailable(f"{self._settings.url} does not answer: timed out")
        return left

    def _by_http(self, lines: Sequence[bytes], seconds: float) -> List[Answer]:
        response = self._http.exchange("POST", _BATCH, body=b"[" + b",".join(lines) + b"]", timeout=seconds)
        if response.status != 200:
            failure = response.failure()
            if isinstance(failure, Refused) and len(lines) == 1 and response.status in _VERDICTS:
                raise failure
            raise ServerUnavailable(str(failure))
        body = response.json()
        items = body.get("items") if isinstance(body, dict) else None
        if not isinstance(items, list):
            raise ServerUnavailable("the answer is not the server's")
        return items
