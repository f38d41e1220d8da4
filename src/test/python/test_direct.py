"""A single entry and its answer: over a WebSocket that stays open, or by HTTP where there is none."""

import json
import select
import tempfile
import time
import unittest

from backend.database import direct
from backend.database.direct import DirectWay
from backend.database.errors import Refused, ServerUnavailable
from backend.database.transport import Http
from fake_server import HELLO, FakeServer, RoundStreamServer, ack, error, settings_for


def entry(number):
    return b'{"round_number":%d}' % number


def numbers(server):
    return [seen["round_number"] for seen in server.seen]


def stored(message):
    """What the server answers to POST /rounds/batch."""
    return 200, json.dumps({"accepted": len(message), "items": [ack(item) for item in message]}).encode()


class DirectTest(unittest.TestCase):
    def way(self, server, **settings):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        settings = settings_for(server, spool=folder.name, **settings)
        http = Http(settings)
        way = DirectWay(settings, http)
        self.addCleanup(http.close)
        self.addCleanup(way.close)
        return way

    def ask(self, way, number):
        return way.answers([entry(number)])[0]["round_id"]

    def fresh_for(self, seconds):
        """For so long after it was used a connection is not looked at before it is used again."""
        self.addCleanup(setattr, direct, "_FRESH_SECONDS", direct._FRESH_SECONDS)
        direct._FRESH_SECONDS = seconds

    def test_entry_after_entry_goes_over_one_connection(self):
        with FakeServer(RoundStreamServer(ack)) as server:
            way = self.way(server)
            self.assertEqual([self.ask(way, number) for number in (1, 2, 3)], [1, 2, 3])
        self.assertEqual(len(server.requests), 1)

    def test_an_error_is_the_answer_to_its_entry_and_costs_no_connection(self):
        with FakeServer(RoundStreamServer(lambda e: error("invalid") if e["round_number"] == 1 else ack(e))) as server:
            way = self.way(server)
            self.assertEqual(way.answers([entry(1)])[0]["code"], "invalid")
            self.assertEqual(self.ask(way, 2), 2)
        self.assertEqual(len(server.requests), 1)

    def test_a_connection_that_was_closed_meanwhile_is_replaced(self):
        def close_after_one(message, peer):
            if len(server.seen) == 1 and not server.closed:
                server.closed = True
                peer.close_with(1012)
                return True
            return False

        for fresh in (0.0, 60.0):  # found out before it is used, or by using it
            with self.subTest(fresh), FakeServer(RoundStreamServer(ack, close_after_one)) as server:
                self.fresh_for(fresh)
                server.closed = False
                way = self.way(server)
                self.assertEqual([self.ask(way, number) for number in (1, 2, 3)], [1, 2, 3])
            self.assertEqual((numbers(server), len(server.requests)), ([1, 2, 3], 2))

    def test_an_entry_whose_answer_is_lost_is_sent_again(self):
        lost = []

        def lose(message, peer):
            if message["round_number"] == 2 and not lost:
                lost.append(message)
                peer.seen.append(message)
                return True
            return False

        with FakeServer(RoundStreamServer(ack, lose)) as server:
            way = self.way(server)
            self.assertEqual([self.ask(way, number) for number in (1, 2)], [1, 2])
        self.assertEqual(numbers(server), [1, 2, 2])

    def test_pings_of_a_quiet_time_are_answered(self):
        def ping_after_the_first(peer):
            peer.send_json(HELLO)
            for number in (1, 2):
                opcode, payload = peer.read_frame()
                while opcode != 1:
                    peer.seen.append((opcode, payload))
                    opcode, payload = peer.read_frame()
                peer.send_json(ack(json.loads(payload)))
                if number == 1:
                    peer.send_raw(b"\x89\x05quiet")

        self.fresh_for(0.0)
        with FakeServer(ping_after_the_first) as server:
            way = self.way(server)
            self.assertEqual(self.ask(way, 1), 1)
            kept = way._idle[0][0]
            self.assertTrue(select.select([kept._socket], [], [], 10)[0], "no ping has come")
            self.assertEqual(self.ask(way, 2), 2)
        self.assertEqual(server.seen, [(10, b"quiet")])

    def test_behind_a_proxy_that_knows_only_http_entries_go_by_http(self):
        with FakeServer(None, refuse=(400, b"<html>no upgrade</html>"), http=stored) as server:
            way = self.way(server)
            self.assertEqual([self.ask(way, number) for number in (1, 2, 3)], [1, 2, 3])
        methods = [request.split(" ")[0] for request in server.requests]
        self.assertEqual(methods, ["GET", "POST", "POST", "POST"])

    def test_what_is_not_this_server_is_not_believed(self):
        greetings = ({"type": "hello", "protocol": "2"}, {"type": "ack"}, [1], "hello", None)
        for greeting in greetings:
            with self.subTest(greeting), FakeServer(lambda peer: peer.send_json(greeting), http=stored) as server:
                self.assertEqual(self.ask(self.way(server), 1), 1)
            self.assertEqual(len(server.requests), 2)
        bad_gateway = lambda message: (502, b"<html>")
        with FakeServer(lambda peer: peer.send_raw(b"\x81\x02{]"), http=bad_gateway) as server:
            with self.assertRaises(ServerUnavailable):
                self.way(server).answers([entry(1)])
        answers = (["ack"], {"type": "acks", "items": []}, "ack")
        for answer in answers:
            with self.subTest(answer), FakeServer(RoundStreamServer(lambda e: answer), http=stored) as server:
                self.assertEqual(self.ask(self.way(server), 1), 1)

    def test_several_entries_go_by_http(self):
        with FakeServer(RoundStreamServer(ack), http=stored) as server:
            answers = self.way(server).answers([entry(1), entry(2)])
        self.assertEqual([answer["round_id"] for answer in answers], [1, 2])
        self.assertEqual([request.split(" ")[0] for request in server.requests], ["POST"])

    def test_what_a_message_may_not_hold_is_asked_by_http_which_blames_the_entry(self):
        problem = {"code": "too_large", "detail": "the item is too large", "retryable": False}

        def too_large(message, peer):
            peer.close_with(1009)
            return True

        with FakeServer(RoundStreamServer(ack, too_large), http=lambda m: (413, json.dumps(problem).encode())) as server:
            with self.assertRaises(Refused) as refused:
                self.way(server).answers([entry(1)])
        self.assertEqual(refused.exception.code, "too_large")

    def test_a_refused_token_is_no_verdict_on_the_entry(self):
        problem = b'{"code":"unauthorized","detail":"the token is wrong","retryable":false}'
        with FakeServer(None, refuse=(401, problem), http=lambda m: (401, problem)) as server:
            with self.assertRaises(ServerUnavailable):
                self.way(server).answers([entry(1)])

    def test_after_an_outage_websockets_are_used_again(self):
        with FakeServer(RoundStreamServer(ack)) as server:
            way = self.way(server)
            away = server.port
        with self.assertRaises(ServerUnavailable):
            way.answers([entry(1)])
        with FakeServer(RoundStreamServer(ack), port=away) as server:
            self.assertEqual(self.ask(way, 2), 2)
        self.assertEqual(numbers(server), [2])

    def test_an_answer_that_does_not_come_in_time_is_not_waited_for(self):
        with FakeServer(RoundStreamServer(ack, lambda message, peer: peer.read_frame() is None)) as server:
            way = self.way(server, timeout="0.2")
            started = time.monotonic()
            with self.assertRaises(ServerUnavailable):
                way.answers([entry(1)])
            self.assertLess(time.monotonic() - started, 2)


if __name__ == "__main__":
    unittest.main()
