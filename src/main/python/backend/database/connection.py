"""``init_db``, ``DatabaseConnection``, ``get_session`` and ``session_scope``, against the server.

There is no database connection any more: the server has it, creates the tables and migrates them when it starts.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional

from . import outbox as process
from .errors import CrashServerError, Refused, ServerUnavailable
from .session import Session

log = logging.getLogger(__name__)


class DatabaseConnection:
    """The connection to the server. Nothing has to be opened: every call connects when it must."""

    @classmethod
    def initialize(cls, config: Optional[Dict[str, Any]] = None) -> None:
        """Makes sure that the server and its database answer; ``CrashServerError`` where they do not.

        ``config`` is not used: the server knows its database, and this side only the server (``CRASH_SERVER_URL``).
        """
        state = process.outbox().http.call("GET", "/database/connection").json()
        if not state.get("connected"):
            raise ServerUnavailable("the server answers, but its database does not")

    @classmethod
    def test_connection(cls) -> bool:
        """Whether the server and its database answer. Never raises; the reason is logged."""
        try:
            cls.initialize()
            return True
        except (CrashServerError, ValueError) as failure:
            log.error("no connection: %s", failure)
            return False

    @classmethod
    def create_all_tables(cls) -> None:
        """Makes sure that the tables are there: the server has created them when it started."""
        cls.initialize()

    @classmethod
    def drop_all_tables(cls) -> None:
        """Deletes all data; only where the server permits it (``crash.maintenance.allow-reset``)."""
        process.outbox().http.call("POST", "/maintenance/reset", body=b"", timeout=600)
        log.warning("all data was deleted")

    @classmethod
    def get_session(cls) -> Session:
        """A session; see :func:`session_scope`."""
        return Session(process.outbox())

    @classmethod
    @contextmanager
    def session_context(cls) -> Iterator[Session]:
        """A session that is committed at the end of the block, or rolled back where it fails."""
        session = cls.get_session()
        try:
            yield session
            session.commit()
        except BaseException as failure:
            session.rollback()
            log.error("the session was rolled back: %s", failure)
            raise
        finally:
            session.close()

    @classmethod
    def close(cls) -> None:
        """Sends what waits and closes connections; the next call opens new ones."""
        process.close()


def init_db(drop_existing: bool = False) -> None:
    """Makes sure that the server is there and ready; ``CrashServerError`` says why it is not.

    ``drop_existing=True`` deletes all data, where the server permits it (``crash.maintenance.allow-reset=true``).
    """
    DatabaseConnection.initialize()
    if drop_existing:
        try:
            DatabaseConnection.drop_all_tables()
        except Refused as refused:
            log.error("the data was not deleted: %s", refused)
            raise
    log.info("the database is ready")


def get_session() -> Session:
    """A session, to be committed and closed by the caller."""
    return DatabaseConnection.get_session()


@contextmanager
def session_scope() -> Iterator[Session]:
    """A session for a ``with`` block: committed at its end, rolled back where the block fails."""
    with DatabaseConnection.session_context() as session:
        yield session
