"""``stream()``: loggers that do not wait."""

from __future__ import annotations

import contextvars
import logging
from types import TracebackType
from typing import List, Optional, Type

from .counting import AnswerCount
from .outbox import Outbox, outbox

log = logging.getLogger(__name__)

_active: "contextvars.ContextVar[Optional[RoundStream]]" = contextvars.ContextVar("crash_round_stream", default=None)


class RoundStream:
    """What :func:`stream` gives: figures of what was logged in its block, right at every moment."""

    def __init__(self, timeout: Optional[float]) -> None:
        self._timeout = timeout
        self._count = AnswerCount()
        self._outbox: Optional[Outbox] = None

    @property
    def sent(self) -> int:
        """How many entries were logged."""
        return self._count.sent

    @property
    def stored(self) -> int:
        """How many of them the server has stored."""
        return self._count.stored

    @property
    def duplicates(self) -> int:
        """How many it had already."""
        return self._count.duplicates

    @property
    def rejected(self) -> int:
        """How many it refused for good; they are in ``rejected.ndjson`` beside the spool."""
        return self._count.rejected

    @property
    def reasons(self) -> List[str]:
        """Why, of the first hundred."""
        return list(self._count.reasons)

    @property
    def pending(self) -> int:
        """How many have no answer yet; they are in the spool."""
        return self.sent - self.stored - self.duplicates - self.rejected

    def flush(self, timeout: Optional[float] = None) -> bool:
        """Waits until everything logged so far is answered; False where that took longer than so many seconds."""
        return self._count.sent == 0 or outbox().flush(timeout)

    def accept(self, entry: dict) -> None:
        """Takes an entry over: it is in the spool when this returns."""
        current = outbox()
        if self._outbox is not current:  # the first entry, or the first one in a forked child
            self._outbox = current
            current.counts.append(self._count)
        current.submit_later(entry, self._count)

    def __enter__(self) -> "RoundStream":
        self._token = _active.set(self)
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        _active.reset(self._token)
        if not self.flush(self._timeout):
            log.warning("%d entries of this stream stay in the spool until the server takes them", self.pending)
        if self._outbox is not None and not self.pending:
            self._outbox.counts.remove(self._count)
        self._outbox = None


def stream(timeout: Optional[float] = 60.0) -> RoundStream:
    """Within its ``with`` block the loggers called by this thread do not wait for the server::

        with stream() as sent:
            for number, stake, crash in history:
                log_crash_round(..., round_number=number, stake_value=stake, crash_multiplier=crash)
        print(sent.stored, sent.duplicates, sent.rejected)

    Entries go through the spool, so that none is lost with the process, and many at once over one WebSocket. The
    loggers return provisional ids. At its end the block waits for the last answer, at most ``timeout`` seconds.
    """
    return RoundStream(timeout)


def active_stream() -> Optional[RoundStream]:
    """The stream whose block is being executed."""
    return _active.get()
