"""Loggers that do not wait, and those that cannot: streams, outages, settings."""

import os
import tempfile
import threading
import time
import unittest

from backend.database import (
    CrashServerError,
    DatabaseConnection,
    create_session_log,
    flush,
    init_db,
    log_batch_rounds,
    log_error,
    log_round_outcome,
    log_round_signal,
    session_scope,
    stream,
    update_session_log,
)
from backend.database import outbox as process
from backend.database import utils
from backend.database.models import AnalyticsRoundOutcome, AnalyticsRoundSignal
from live_case import LiveTest


class AsyncTest(LiveTest):
    def test_ids_are_good_before_the_rounds_are_stored(self):
        round_id = self.round(7, log_async=True)
        self.assertEqual((round_id.bot_id, round_id.session_id, round_id.round_number), (self.bot, "s1", 7))
        self.assertTrue(log_round_outcome(round_id, 7, self.bot, hit_target=True, log_async=True))
        self.assertTrue(log_error(self.bot, "s1", round_id, "x", log_async=True))
        self.assertTrue(flush(30))
        self.assertTrue(log_round_signal(int(round_id), signal_type="after"))
        self.assertEqual(self.stored(7).stake_value, 10)
        with self.refused():
            self.assertIsNone(log_round_signal(round_id, round_number=8, signal_type="other round"))

    def test_rows_that_are_added_may_name_a_round_that_waits(self):
        round_id = self.round(7, log_async=True)
        with session_scope() as session:
            session.add(AnalyticsRoundSignal(round_id=int(round_id), signal_type="added"))
            session.add(AnalyticsRoundOutcome(round_id=int(round_id), outcome_category="neutral"))
        self.assertTrue(flush(30))
        with session_scope() as session:
            signal = session.query(AnalyticsRoundSignal).filter_by(bot_id=self.bot).one_or_none()
            outcome = session.query(AnalyticsRoundOutcome).filter_by(bot_id=self.bot).one_or_none()
        self.assertEqual((signal.round_number, signal.round_id), (7, self.stored(7).id))
        self.assertEqual(outcome.outcome_category, "neutral")

    def test_a_stream_counts_its_answers(self):
        with self.assertLogs("backend.database.sender", "ERROR"), stream() as sent:
            for number in range(1, 1001):
                self.assertTrue(self.round(number))
            self.round(1)
            self.round(1001, stake_value=-1)
        self.assertEqual((sent.sent, sent.stored, sent.duplicates, sent.rejected, sent.pending), (1002, 1000, 1, 1, 0))
        self.assertIn("stake_value", sent.reasons[0])
        self.assertEqual(utils.get_bot_statistics(self.bot)["total_rounds"], 1000)
        self.assertIs(type(self.round(2000)), int)

    def test_order_is_kept_between_what_waits_and_what_does_not(self):
        create_session_log(self.bot, "s1", "aviator", log_async=True)
        round_id = self.round(1, log_async=True)
        self.assertTrue(log_round_outcome(round_id, outcome="WIN"))
        self.assertIs(type(self.round(2)), int)

    def test_streams_of_several_threads(self):
        figures = []

        def play(session):
            with stream() as sent:
                for number in range(1, 301):
                    self.round(number, session_id=session)
            figures.append((sent.stored, sent.rejected, sent.pending))

        threads = [threading.Thread(target=play, args=(f"s{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(figures, [(300, 0, 0)] * 4)


class WayToTheServerTest(LiveTest):
    """With settings of its own."""

    def setUp(self):
        super().setUp()
        self.saved = {name: os.environ.get(name) for name in ("CRASH_SERVER_URL", "CRASH_SERVER_TOKEN", "CRASH_SPOOL_DIR")}
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.addCleanup(self.restore)

    def restore(self):
        process.close()
        for name, value in self.saved.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    def use(self, **settings):
        process.close()
        os.environ.update(settings)

    def test_without_a_server_loggers_accept_and_questions_fail(self):
        self.use(CRASH_SERVER_URL="http://127.0.0.1:9", CRASH_SPOOL_DIR=self.folder.name)
        started = time.monotonic()
        round_id = self.round()
        self.assertEqual(round_id.round_number, 1)
        self.assertTrue(log_round_signal(round_id, signal_type="t"))
        self.assertEqual(create_session_log(self.bot, "s1", "aviator"), "s1")
        self.assertIs(update_session_log("s1"), True)
        self.assertTrue(all(log_batch_rounds([{"bot_id": self.bot, "session_id": "s1", "round_number": n} for n in (2, 3)])))
        self.assertLess(time.monotonic() - started, 5)
        self.assertIs(DatabaseConnection.test_connection(), False)
        self.assertRaises(CrashServerError, init_db)
        self.assertRaises(CrashServerError, utils.get_bot_statistics, self.bot)
        self.assertIs(flush(0.1), False)

    def test_a_spool_that_cannot_be_written_is_no_reason_to_stop_the_bot(self):
        file = os.path.join(self.folder.name, "file")
        open(file, "w").close()
        self.use(CRASH_SERVER_URL="http://127.0.0.1:9", CRASH_SPOOL_DIR=file)
        with self.refused():
            self.assertIsNone(self.round())

    def test_a_wrong_address_is_told(self):
        self.use(CRASH_SERVER_URL="nonsense")
        with self.refused() as logged:
            self.assertIsNone(self.round())
        self.assertIn("CRASH_SERVER_URL", logged.output[0])
        self.assertIs(DatabaseConnection.test_connection(), False)

    def test_the_address_may_be_in_a_dotenv_file(self):
        here = os.getcwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.folder.name)
        with open(".env", "w", encoding="utf-8") as file:
            file.write(f"# the server\nexport CRASH_SERVER_URL='{self.saved['CRASH_SERVER_URL']}'\nDB_HOST=old\n")
        process.close()
        del os.environ["CRASH_SERVER_URL"]
        self.assertIs(DatabaseConnection.test_connection(), True)


if __name__ == "__main__":
    unittest.main()
