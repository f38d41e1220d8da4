"""Framing of RFC 6455, by its own examples and at its edges."""

import socket
import struct
import unittest

from backend.database import config
from backend.database.errors import Refused, ServerUnavailable
from backend.database.frames import FrameReader, WebSocketClosed, encode_frame, mask
from backend.database.websocket import WebSocket
from fake_server import FakeServer, settings_for


def frame(opcode, payload, final=True, size=None):
    """A frame as a server sends it."""
    length = len(payload) if size is None else size
    head = struct.pack("!B", (0x80 if final else 0) | opcode)
    if length < 126:
        return head + struct.pack("!B", length) + payload
    if length < 65536:
        return head + struct.pack("!BH", 126, length) + payload
    return head + struct.pack("!BQ", 127, length) + payload


def read_all(reader):
    messages = []
    message = reader.next()
    while message is not None:
        messages.append(message)
        message = reader.next()
    return messages


class FramingTest(unittest.TestCase):
    def test_the_masked_example_of_the_rfc(self):
        key = bytes([0x37, 0xFA, 0x21, 0x3D])
        self.assertEqual(encode_frame(1, b"Hello", key), bytes([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]))

    def test_masking_twice_gives_the_payload_at_every_length(self):
        for size in (0, 1, 2, 3, 4, 5, 127, 65537):
            payload = bytes(range(256)) * (size // 256 + 1)
            self.assertEqual(mask(mask(payload[:size], b"\x01\x02\x03\x04"), b"\x01\x02\x03\x04"), payload[:size])

    def test_lengths_of_all_three_kinds(self):
        for size in (0, 125, 126, 65535, 65536):
            reader = FrameReader()
            reader.feed(frame(1, b"x" * size))
            self.assertEqual(reader.next(), (1, b"x" * size))
            head = encode_frame(1, b"x" * size, b"\0\0\0\0")
            self.assertEqual(head[1] & 0x7F, size if size < 126 else 126 if size < 65536 else 127)

    def test_messages_come_whole_however_they_are_cut(self):
        sent = frame(1, b"ab", final=False) + frame(9, b"ping") + frame(0, b"", final=False) + frame(0, b"cd") + frame(1, b"e")
        reader = FrameReader()
        received = []
        for byte in sent:
            reader.feed(bytes([byte]))
            received += read_all(reader)
        self.assertEqual(received, [(9, b"ping"), (1, b"abcd"), (1, b"e")])

    def test_what_the_rfc_forbids_ends_the_connection(self):
        forbidden = {
            "masked by the server": bytes([0x81, 0x80, 1, 2, 3, 4]),
            "reserved bit": bytes([0xC1, 0x00]),
            "continuation of nothing": frame(0, b"x"),
            "text within a message": frame(1, b"a", final=False) + frame(1, b"b"),
            "fragmented ping": frame(9, b"", final=False),
            "long ping": frame(9, b"x" * 126),
            "unknown opcode": frame(3, b""),
        }
        for name, sent in forbidden.items():
            with self.subTest(name), self.assertRaises(WebSocketClosed) as closed:
                reader = FrameReader()
                reader.feed(sent)
                read_all(reader)
            self.assertEqual(closed.exception.code, 1002)

    def test_a_message_without_end_is_refused_before_it_fills_the_memory(self):
        reader = FrameReader(max_message=1000)
        reader.feed(frame(1, b"", size=1 << 40))
        with self.assertRaises(WebSocketClosed) as closed:
            reader.next()
        self.assertEqual(closed.exception.code, 1009)
        reader = FrameReader(max_message=1000)
        reader.feed(b"".join(frame(1 if i == 0 else 0, b"x" * 600, final=False) for i in range(2)))
        with self.assertRaises(WebSocketClosed):
            reader.next()


class ConnectionTest(unittest.TestCase):
    def test_pings_are_answered_and_the_close_code_is_told(self):
        def behave(peer):
            peer.send_raw(frame(9, b"are you there"))
            opcode, payload = peer.read_frame()
            peer.seen.append((opcode, payload))
            peer.send_raw(frame(1, b"bye") + frame(8, struct.pack("!H", 1012) + b"restart"))

        with FakeServer(behave) as server:
            connection = WebSocket(settings_for(server), "/x", 5)
            self.assertEqual(connection.receive(5), b"bye")
            with self.assertRaises(WebSocketClosed) as closed:
                connection.receive(5)
            connection.close()
        self.assertEqual(closed.exception.code, 1012)
        self.assertEqual(server.seen, [(10, b"are you there")])

    def test_a_cut_connection_is_1006(self):
        with FakeServer(lambda peer: None) as server:
            connection = WebSocket(settings_for(server), "/x", 5)
            with self.assertRaises(WebSocketClosed) as closed:
                connection.receive(5)
            connection.close()
        self.assertEqual(closed.exception.code, 1006)

    def test_both_sides_can_send_much_at_once(self):
        size = 8 * 1024 * 1024

        def behave(peer):
            # Writes everything before it reads anything, as a peer under backpressure may.
            peer.send_raw(frame(1, b"s" * size))
            peer.seen.append(len(peer.read_frame()[1]))
            peer.send_raw(frame(1, b"done"))

        with FakeServer(behave) as server:
            connection = WebSocket(settings_for(server), "/x", 5)
            connection.send(b"c" * size)
            self.assertEqual(len(connection.receive(20)), size)
            self.assertEqual(connection.receive(20), b"done")
            connection.close()
        self.assertEqual(server.seen, [size])

    def test_a_refused_upgrade_says_why(self):
        problem = b'{"code":"unauthorized","detail":"the token is wrong","retryable":false}'
        with FakeServer(lambda peer: None, refuse=(401, problem)) as server, self.assertRaises(Refused) as refused:
            WebSocket(settings_for(server), "/x", 5)
        self.assertEqual(refused.exception.code, "unauthorized")

    def test_nobody_there_is_unavailable(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        with self.assertRaises(ServerUnavailable):
            WebSocket(config.load({"CRASH_SERVER_URL": f"http://127.0.0.1:{port}"}), "/x", 5)


class UpgradeTest(unittest.TestCase):
    def test_the_token_is_shown(self):
        with FakeServer(lambda peer: None) as server:
            WebSocket(settings_for(server, token="secret"), "/x", 5).close()
        self.assertIn("Authorization: Bearer secret\r\n", server.requests[0])


if __name__ == "__main__":
    unittest.main()
