"""What the sender makes of every kind of answer: order is kept, nothing is lost, nothing holds up the rest."""

import json
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from backend.database import sender as senders
from backend.database.counting import AnswerCount
from backend.database.outbox import Outbox
from fake_server import FakeServer, HELLO, RoundStreamServer, ack, error, settings_for


class SenderTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        for name in ("_FIRST_PAUSE", "_LAST_PAUSE"):
            self.addCleanup(setattr, senders, name, getattr(senders, name))
            setattr(senders, name, 0.01)

    def outbox(self, server):
        outbox = Outbox(settings_for(server, spool=self.folder))
        self.addCleanup(outbox.close)
        return outbox

    def log(self, outbox, numbers):
        count = AnswerCount()
        outbox.counts.append(count)
        for number in numbers:
            outbox.submit_later({"type": "round", "round_number": number}, count)
        self.assertTrue(outbox.flush(20), "the spool was not emptied")
        return count

    def rejected(self, outbox):
        file = Path(outbox.rejected.path)
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @staticmethod
    def stored(server):
        """The rounds in the order in which the server first stored them."""
        return list(dict.fromkeys(entry["round_number"] for entry in server.seen))

    def test_everything_arrives_in_order(self):
        with FakeServer(RoundStreamServer(ack)) as server:
            count = self.log(self.outbox(server), range(1, 3001))
        self.assertEqual(self.stored(server), list(range(1, 3001)))
        self.assertEqual((count.sent, count.stored, count.duplicates, count.rejected), (3000, 3000, 0, 0))

    def test_a_refused_entry_is_put_aside_and_does_not_hold_up_the_others(self):
        with FakeServer(RoundStreamServer(lambda e: error("invalid") if e["round_number"] == 3 else ack(e))) as server:
            outbox = self.outbox(server)
            with self.assertLogs("backend.database.sender", "ERROR"):
                count = self.log(outbox, range(1, 6))
            self.assertEqual([kept["entry"]["round_number"] for kept in self.rejected(outbox)], [3])
        self.assertEqual((count.stored, count.rejected, count.reasons), (4, 1, ["invalid (invalid)"]))

    def test_what_may_succeed_later_is_sent_again_before_what_follows(self):
        """An outcome after its round was refused for the moment is answered round_not_found: that is no verdict."""
        state = {"away": True}

        def answer(entry):
            if entry["round_number"] == 2 and state["away"]:
                return error("database_unavailable", retryable=True)
            if entry["round_number"] == 3 and state["away"]:
                state["away"] = False
                return error("round_not_found")
            return ack(entry)

        with FakeServer(RoundStreamServer(answer)) as server:
            outbox = self.outbox(server)
            outbox._get_ready()
            outbox._spool([b'{"round_number":1}', b'{"round_number":2}', b'{"round_number":3}'], durable=True)
            self.assertTrue(outbox.flush(20))
            self.assertEqual(self.rejected(outbox), [])
        self.assertEqual([entry["round_number"] for entry in server.seen], [1, 2, 3, 2, 3])

    def test_a_round_the_server_keeps_failing_at_is_given_up_after_some_attempts(self):
        attempts = []

        def answer(entry):
            if entry["round_number"] == 1:
                attempts.append(1)
                return error("internal_error", retryable=True)
            return ack(entry)

        with FakeServer(RoundStreamServer(answer)) as server:
            outbox = self.outbox(server)
            with self.assertLogs("backend.database.sender", "ERROR"):
                self.log(outbox, (1, 2))
            self.assertEqual([kept["entry"]["round_number"] for kept in self.rejected(outbox)], [1])
        self.assertEqual(len(attempts), 5)

    def test_a_connection_that_is_cut_is_opened_again_and_nothing_is_left_out(self):
        cuts = []

        def cut(message, peer):
            if len(cuts) < 3:
                cuts.append(len(message))
                return True
            return False

        with FakeServer(RoundStreamServer(ack, cut)) as server:
            count = self.log(self.outbox(server), range(1, 1201))
        self.assertEqual(self.stored(server), list(range(1, 1201)))
        self.assertEqual(count.stored, 1200)

    def test_an_answer_that_is_lost_makes_no_gap(self):
        """Stored, but the connection is cut before the acks: all is sent again, as duplicates."""
        lost = []

        def lose(message, peer):
            if lost:
                return False
            lost.extend(message)
            peer.seen.extend(message)
            return True

        def answer(entry):
            return {**ack(entry), "duplicate": entry in lost}

        with FakeServer(RoundStreamServer(answer, lose)) as server:
            count = self.log(self.outbox(server), range(1, 11))
        self.assertEqual(self.stored(server), list(range(1, 11)))
        self.assertEqual(count.duplicates, len(lost))
        self.assertEqual(count.stored + count.duplicates, 10)

    def test_a_message_refused_whole_is_sent_entry_by_entry(self):
        def refuse(message, peer):
            if any(entry["round_number"] == 5 for entry in message):
                peer.send_json({**error("malformed_json"), "id": None})
                return True
            return False

        with FakeServer(RoundStreamServer(ack, refuse)) as server:
            outbox = self.outbox(server)
            outbox._get_ready()
            outbox._spool([b'{"round_number":%d}' % n for n in range(1, 11)], durable=True)
            with self.assertLogs("backend.database.sender", "ERROR"):
                self.assertTrue(outbox.flush(20))
            self.assertEqual([kept["entry"]["round_number"] for kept in self.rejected(outbox)], [5])
        self.assertEqual(self.stored(server), [1, 2, 3, 4, 6, 7, 8, 9, 10])

    def test_a_message_too_large_blames_only_the_entry_that_is(self):
        def refuse(message, peer):
            if any(entry["round_number"] == 5 for entry in message):
                peer.close_with(1009)
                return True
            return False

        with FakeServer(RoundStreamServer(ack, refuse)) as server:
            outbox = self.outbox(server)
            outbox._get_ready()
            outbox._spool([b'{"round_number":%d}' % n for n in range(1, 11)], durable=True)
            with self.assertLogs("backend.database.sender", "ERROR"):
                self.assertTrue(outbox.flush(20))
            self.assertEqual([(kept["entry"]["round_number"], kept["code"]) for kept in self.rejected(outbox)], [(5, "too_large")])
        self.assertEqual(self.stored(server), [1, 2, 3, 4, 6, 7, 8, 9, 10])

    def test_a_server_that_restarts_is_come_back_to(self):
        closed = []

        def restart(message, peer):
            if not closed:
                closed.append(True)
                peer.close_with(1012)
                return True
            return False

        with FakeServer(RoundStreamServer(ack, restart)) as server:
            count = self.log(self.outbox(server), range(1, 101))
        self.assertEqual(count.stored, 100)

    def test_a_refused_token_keeps_everything(self):
        problem = b'{"code":"unauthorized","detail":"the token is wrong","retryable":false}'
        with FakeServer(RoundStreamServer(ack), refuse=(401, problem)) as server:
            outbox = self.outbox(server)
            with self.assertLogs("backend.database.sender", "ERROR"):
                outbox.submit_later({"type": "round", "round_number": 1})
                self.assertFalse(outbox.flush(0.3))
            self.assertEqual((outbox.spool.pending, self.rejected(outbox)), (1, []))

    def test_another_protocol_is_not_spoken(self):
        def other(peer):
            peer.send_json({**HELLO, "protocol": "2"})
            peer.read_frame()

        with FakeServer(other) as server:
            outbox = self.outbox(server)
            outbox.submit_later({"type": "round", "round_number": 1})
            self.assertFalse(outbox.flush(0.3))
            self.assertEqual((server.seen, outbox.spool.pending), ([], 1))

    def test_what_an_earlier_process_left_goes_first(self):
        with FakeServer(RoundStreamServer(ack)) as server:
            settings = settings_for(server, spool=self.folder)
            earlier = Outbox(settings)
            earlier._ready = True
            for number in (1, 2, 3):
                earlier.spool.append(b'{"round_number":%d}' % number, True)
            earlier.spool.close()
            self.log(self.outbox(server), (4, 5))
        self.assertEqual(self.stored(server), [1, 2, 3, 4, 5])

    def test_without_a_server_nothing_is_lost_and_nothing_waits(self):
        with FakeServer(RoundStreamServer(ack)) as server:
            settings = settings_for(server, spool=self.folder)
        outbox = Outbox(settings)
        self.addCleanup(outbox.close)
        for number in (1, 2):
            with mock.patch("backend.database.spool.os.fsync", wraps=os.fsync) as on_disk:
                self.assertIsNone(outbox.submit({"type": "round", "round_number": number}))
            self.assertTrue(on_disk.called, "an entry that was accepted is on the disk")
        self.assertEqual(outbox.spool.pending, 2)


if __name__ == "__main__":
    unittest.main()
