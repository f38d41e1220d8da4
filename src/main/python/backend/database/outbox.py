"""How an entry gets to the server: at once where that is possible, by way of the spool where it is not.

- Nothing waits and the caller wants the answer: it is sent at once (:mod:`backend.database.direct`), and no file is touched.
- Something waits already, or the caller does not want to wait: the entry goes behind it, into the spool, and the sender
  brings it to the server. A caller that wants the answer waits for it while the server is answering.
- The server cannot be reached: the entry is on disk when the call returns.

Either way order is kept, and an entry that was accepted is stored once.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from typing import Any, Dict, List, Optional, Sequence

from . import config
from .counting import AnswerCount
from .direct import DirectWay
from .errors import Refused, ServerUnavailable
from .identifiers import SessionRegister
from .sender import Sender
from .spool import RejectedFile, Spool
from .transport import Http
from .values import encode

log = logging.getLogger(__name__)

#: An entry as the wire has it, and the answer to one: an ``ack`` frame.
Entry = Dict[str, Any]
Ack = Dict[str, Any]

_BATCH_BYTES = 3_000_000
_BATCH_ITEMS = 1_000
#: How long the first call waits for what an earlier process has left behind, and the last one for what is under way.
_ADOPTION_SECONDS, _EXIT_SECONDS = 2.0, 10.0


class Outbox:
    """The way to one server, for all threads of this process."""

    def __init__(self, settings: config.Settings) -> None:
        self.settings = settings
        self.http = Http(settings)
        self._direct = DirectWay(settings, self.http)
        self.sessions = SessionRegister(settings.spool)
        self.rejected = RejectedFile(settings.spool)
        self.spool = Spool(settings.spool)
        self.counts: List[AnswerCount] = []
        self._waiting: Dict[int, List[Dict[str, Any]]] = {}
        self._sender = Sender(settings, self.spool, self.rejected, self._answered)
        self._ready = False
        self._closed = False
        self._start_lock = threading.Lock()

    @property
    def is_up(self) -> bool:
        """Whether the last attempt to send from the spool has reached the server."""
        return bool(self._sender.is_up)

    def submit(self, entry: Entry) -> Optional[Ack]:
        """The ack of an entry, or None where it is in the spool; ``Refused``, or ``OSError`` where neither works."""
        self._get_ready()
        line = encode(entry)
        if self.spool.pending:
            return self._submit_behind(line)
        answer = self._directly([line])
        if not answer:
            self._sender.is_up = False
            self._spool([line], durable=True)
            return None
        return _ack(answer[0])

    def submit_later(self, entry: Entry, count: Optional[AnswerCount] = None) -> None:
        """Accepts an entry without waiting for its answer; ``OSError`` where it cannot be kept."""
        self._get_ready()
        self._spool([encode(entry)], durable=not self.is_up, count=count)

    def submit_all(self, entries: Sequence[Entry]) -> List[Optional[Dict[str, Any]]]:
        """The answers to entries, acks and errors, in order; None for those that are in the spool."""
        self._get_ready()
        lines = [encode(entry) for entry in entries]
        answers: List[Optional[Dict[str, Any]]] = []
        while len(answers) < len(lines) and not self.spool.pending:
            chunk = _chunk(lines, len(answers))
            direct = self._directly(chunk)
            answers += direct
            if len(direct) < len(chunk):
                break
        rest = lines[len(answers) :]
        if rest:
            self._spool(rest, durable=True)
        return answers + [None] * len(rest)

    def flush(self, timeout: Optional[float] = None, give_up_when_down: bool = False) -> bool:
        """Waits until everything logged so far is answered; False where that took too long."""
        self._get_ready()
        target = self.spool.appended
        if self._sender.settled >= target:
            return True
        end = None if timeout is None else time.monotonic() + timeout
        self._start_sender()
        self._sender.nudge()
        with self._sender.changed:
            while self._sender.settled < target:
                left = None if end is None else end - time.monotonic()
                if (left is not None and left <= 0) or (give_up_when_down and self._sender.is_up is False):
                    return False
                self._sender.changed.wait(left if left is None else min(left, 1.0))
        return True

    def close(self) -> None:
        """Sends what can still be sent, and leaves the rest to the next process."""
        if self._closed:
            return
        if self._ready and not self.flush(_EXIT_SECONDS, give_up_when_down=True):
            log.warning("%d entries stay in %s; the next process sends them", self.spool.pending, self.spool.folder)
        self._closed = True
        self._sender.stop()
        self.spool.close()
        self._direct.close()
        self.http.close()

    def abandon(self) -> None:
        """In a forked child: everything open belongs to the parent."""
        self._closed = True
        self.spool.abandon()

    def _get_ready(self) -> None:
        """What an earlier process has left in the spool goes first."""
        if self._ready:
            return
        with self._start_lock:
            if self._ready:
                return
            found = self._adopt()
            self._ready = True
            if found:
                log.warning("%d entries of an earlier process are sent first", found)
        if found:
            self.flush(_ADOPTION_SECONDS, give_up_when_down=True)

    def _adopt(self) -> int:
        try:
            return self.spool.adopt()
        except OSError as failure:
            log.warning("the spool %s cannot be read: %s", self.spool.folder, failure)
            return 0

    def _submit_behind(self, line: bytes) -> Optional[Ack]:
        """Appends an entry, and waits for its answer while there is a connection, or the first attempt at one."""
        if self._sender.is_up is False:
            self._spool([line], durable=True)
            return None
        box: List[Dict[str, Any]] = []
        with self.spool.lock:
            number = self._spool([line], durable=False)
            self._waiting[number] = box
        end = time.monotonic() + self.settings.timeout
        with self._sender.changed:
            while not box and self._sender.is_up is not False and time.monotonic() < end:
                self._sender.changed.wait(end - time.monotonic())
        self._waiting.pop(number, None)
        if box:
            return _ack(box[0])
        self.spool.sync()
        return None

    def _spool(self, lines: Sequence[bytes], durable: bool, count: Optional[AnswerCount] = None) -> int:
        alone = durable and len(lines) == 1
        with self.spool.lock:
            for line in lines:
                number = self.spool.append(line, alone)
                if count is not None:
                    count.expect(number)
        if durable and not alone:
            self.spool.sync()
        self._start_sender()
        self._sender.wake()
        return number

    def _directly(self, lines: Sequence[bytes]) -> List[Dict[str, Any]]:
        """The answers to the first entries, up to the first one that has to be sent again."""
        try:
            items = self._direct.answers(lines)
        except ServerUnavailable as failure:
            log.warning("not sent, kept in the spool: %s", failure)
            return []
        answers: List[Dict[str, Any]] = []
        for item in items:
            if item["type"] != "ack" and item.get("retryable"):
                log.warning("not stored yet, kept in the spool: %s", item.get("detail"))
                break
            answers.append(item)
        return answers

    def _answered(self, number: int, answer: Dict[str, Any]) -> None:
        box = self._waiting.get(number)
        if box is not None:
            box.append(answer)
        for count in list(self.counts):
            count.take(number, answer)

    def _start_sender(self) -> None:
        if self._sender.ident is None:
            with self._start_lock:
                if self._sender.ident is None:
                    self._sender.start()


def _ack(answer: Dict[str, Any]) -> Ack:
    if answer["type"] != "ack":
        raise Refused.of(answer)
    return answer


def _chunk(lines: Sequence[bytes], start: int) -> Sequence[bytes]:
    """As many entries from a position on as one call should have."""
    size, end = 0, start
    while end < len(lines) and end - start < _BATCH_ITEMS and (end == start or size + len(lines[end]) < _BATCH_BYTES):
        size += len(lines[end])
        end += 1
    return lines[start:end]


_current: Optional[Outbox] = None
_current_lock = threading.Lock()


def outbox() -> Outbox:
    """The outbox of this process; made on first use, with the settings there are then."""
    global _current
    if _current is None:
        with _current_lock:
            if _current is None:
                _current = Outbox(config.load())
    return _current


def close() -> None:
    """Sends what waits, closes connections and files; the next call begins anew. Done at the end of a process."""
    global _current
    with _current_lock:
        closing, _current = _current, None
    if closing is not None:
        closing.close()


def flush(timeout: Optional[float] = None) -> bool:
    """Waits until the server has answered for everything logged so far.

    ``timeout`` is in seconds, None waits as long as it takes. False means that entries are still in the spool.
    """
    return outbox().flush(timeout)


def _after_fork() -> None:
    global _current, _current_lock
    _current_lock = threading.Lock()
    if _current is not None:
        _current.abandon()
        _current = None


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
