"""What becomes of rows that are added to a session: entries that can be sent again."""

import tempfile
import unittest
from datetime import datetime, timezone
from pathlib import Path
from unittest import mock

from backend.database import entries
from backend.database.errors import Refused
from backend.database.identifiers import RoundKey, SessionRegister
from backend.database.models import (
    AnalyticsRoundMultiplier,
    AnalyticsRoundOutcome,
    AnalyticsRoundSignal,
    CrashGameRound,
    ErrorLog,
    OCRValidationLog,
    SessionLog,
)
from backend.database.session import Session

KEY = RoundKey("bot", "s1", 7)


class Accepting:
    """An outbox that has a spool, or a server with what it answers."""

    def __init__(self, folder, ack=None):
        self.sessions = SessionRegister(Path(folder))
        self.ack = ack
        self.entries = []

    def submit(self, entry):
        self.entries.append(entry)
        if isinstance(self.ack, Exception):
            raise self.ack
        return self.ack


class SessionTest(unittest.TestCase):
    def session(self, ack=None):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.outbox = Accepting(folder.name, ack)
        patch = mock.patch.object(entries, "outbox", lambda: self.outbox)
        patch.start()
        self.addCleanup(patch.stop)
        return Session(self.outbox)

    def sent(self, row, ack=None):
        session = self.session(ack)
        session.add(row)
        session.flush()
        return self.outbox.entries[0]

    def test_rows_without_a_key_get_one_and_the_time_of_the_call(self):
        for row, kind in (
            (AnalyticsRoundMultiplier(bot_id="bot", session_id="s1", round_number=7, multiplier=2), "multiplier"),
            (AnalyticsRoundSignal(bot_id="bot", session_id="s1", round_number=7), "signal"),
            (ErrorLog(bot_id="bot", error_type="timeout"), "error"),
            (OCRValidationLog(bot_id="bot", raw_ocr_text="1.3x"), "ocr_validation"),
        ):
            entry = self.sent(row)
            self.assertEqual((entry["type"], entry["bot_id"]), (kind, "bot"))
            self.assertEqual(len(entry["event_id"]), 32)
            self.assertLess(abs((datetime.now(timezone.utc) - datetime.fromisoformat(entry["timestamp"])).total_seconds()), 10)
            self.assertTrue(row.id)

    def test_a_row_that_is_flushed_again_is_the_same_event(self):
        session = self.session(OSError("the disk is full"))
        session.add(ErrorLog(bot_id="bot", error_type="timeout"))
        for _ in range(2):
            self.assertRaises(OSError, session.flush)
        first, second = self.outbox.entries
        self.assertEqual(first["event_id"], second["event_id"])

    def test_rounds_and_sessions_have_a_key_and_get_their_time(self):
        entry = self.sent(CrashGameRound(bot_id="bot", session_id="s1", round_number=7, stake_value=1))
        self.assertNotIn("event_id", entry)
        self.assertIn("round_start_timestamp", entry)
        entry = self.sent(SessionLog(bot_id="bot", session_id="s2", game_name="jetx", start_time=datetime(2026, 1, 1)))
        self.assertEqual((entry["type"], entry["start_time"]), ("session_start", "2026-01-01T00:00:00+00:00"))
        self.assertEqual(entries.opened_by("s2"), "bot")

    def test_a_round_that_waits_has_a_provisional_id_that_rows_can_name(self):
        session = self.session()
        row = CrashGameRound(bot_id="bot", session_id="s1", round_number=7, stake_value=1)
        session.add(row)
        session.flush()
        self.assertEqual((row.id.bot_id, row.id.session_id, row.id.round_number), KEY)
        session.add(AnalyticsRoundOutcome(round_id=int(row.id), outcome="WIN"))
        session.flush()
        self.assertEqual(
            self.outbox.entries[1],
            {"type": "outcome", "bot_id": "bot", "session_id": "s1", "round_number": 7, "outcome": "WIN"},
        )

    def test_ids_of_the_server_are_taken_over(self):
        row = CrashGameRound(bot_id="bot", session_id="s1", round_number=7, stake_value=1)
        self.sent(row, {"type": "ack", "round_id": 12, "record_id": 12})
        self.assertEqual(row.id, 12)
        row = ErrorLog(bot_id="bot", error_type="timeout")
        self.sent(row, {"type": "ack", "round_id": None, "record_id": 13})
        self.assertEqual(row.id, 13)

    def test_what_is_refused_is_raised_and_stays_added(self):
        session = self.session(Refused("invalid", "stake_value is missing"))
        session.add(CrashGameRound(bot_id="bot"))
        self.assertRaises(Refused, session.commit)
        self.assertRaises(Refused, session.commit)


if __name__ == "__main__":
    unittest.main()
