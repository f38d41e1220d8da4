"""A WebSocket server of a few lines whose behaviour a test writes down; and a stream of rounds made with it."""

import base64
import hashlib
import json
import socket
import struct
import tempfile
import threading

from backend.database import config
from backend.database.frames import mask

HELLO = {"type": "hello", "protocol": "1", "limits": {"max_message_bytes": 1 << 20, "max_items_per_message": 1000}}


def settings_for(server, token=None, spool=None, timeout=None):
    """Settings of a client of the fake."""
    environment = {"CRASH_SERVER_URL": f"http://127.0.0.1:{server.port}", "CRASH_SPOOL_DIR": spool or tempfile.gettempdir()}
    if timeout:
        environment["CRASH_SERVER_TIMEOUT"] = timeout
    if token:
        environment["CRASH_SERVER_TOKEN"] = token
    return config.load(environment)


class Peer:
    """The server's end of one connection."""

    def __init__(self, connection, seen):
        self._connection = connection
        self._reader = connection.makefile("rb")
        self.seen = seen

    def upgrade(self, requests, refuse, http):
        head = ""
        while not head.endswith("\r\n\r\n"):
            line = self._reader.readline().decode()
            if not line:
                return False
            head += line
        requests.append(head)
        if head.startswith("POST ") and http is not None:
            length = int(head.split("Content-Length: ")[1].split("\r\n")[0])
            refuse = http(json.loads(self._reader.read(length)))
        if refuse is not None:
            status, body = refuse
            self.send_raw(f"HTTP/1.1 {status} No\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            return False
        key = head.split("Sec-WebSocket-Key: ")[1].split("\r\n")[0]
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        self.send_raw(b"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        return True

    def read_frame(self):
        """(opcode, payload) of the next frame, which must be masked."""
        head = self._reader.read(2)
        if len(head) < 2:
            raise ConnectionResetError
        size = head[1] & 0x7F
        assert head[1] & 0x80, "a client masks its frames"
        if size == 126:
            size = struct.unpack("!H", self._reader.read(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", self._reader.read(8))[0]
        key = self._reader.read(4)
        return head[0] & 0x0F, mask(self._reader.read(size), key)

    def send_raw(self, data):
        self._connection.sendall(data)

    def send_json(self, value):
        payload = json.dumps(value).encode()
        self.send_raw(struct.pack("!BBQ", 0x81, 127, len(payload)) + payload)

    def close_with(self, code):
        self.send_raw(struct.pack("!BBH", 0x88, 2, code))

    def hang_up(self):
        """Ends what the server's thread is reading."""
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # closed already

    def drop(self):
        self._reader.close()
        self._connection.close()


class FakeServer:
    """Runs ``behave(peer)`` for every connection, one after another.

    ``refuse`` is the (status, body) that upgrades are answered with instead; ``http`` makes one of the body of a POST.
    """

    def __init__(self, behave, refuse=None, http=None, port=0):
        self._behave = behave
        self._http = http
        self._refuse = refuse
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        self.seen = []
        self.requests = []
        self._peer = None
        self._thread = threading.Thread(target=self._serve, name="fake-server", daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            peer = self._peer = Peer(connection, self.seen)
            try:
                if peer.upgrade(self.requests, self._refuse, self._http):
                    self._behave(peer)
            except OSError:
                pass  # the client has gone
            finally:
                peer.drop()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        if self._peer is not None:
            self._peer.hang_up()
        self._thread.join(5)


class RoundStreamServer:
    """Behaves like the server's stream: answers by ``answer(entry)``; ``interfere(message, peer)`` may step in."""

    def __init__(self, answer, interfere=None):
        self._answer = answer
        self._interfere = interfere or (lambda message, peer: False)

    def __call__(self, peer):
        peer.send_json(HELLO)
        while True:
            opcode, payload = peer.read_frame()
            if opcode == 8:
                return
            if opcode != 1:
                continue
            message = json.loads(payload)
            if self._interfere(message, peer):
                return
            if isinstance(message, dict):
                peer.seen.append(message)
                peer.send_json(self._answer(message))
                continue
            items = [self._answer(entry) for entry in message]
            peer.seen += message
            peer.send_json({"type": "acks", "items": items})


def ack(entry):
    return {"type": "ack", "id": None, "round_id": entry.get("round_number"), "duplicate": False, "warnings": []}


def error(code, retryable=False):
    return {"type": "error", "id": None, "code": code, "detail": code, "errors": [], "retryable": retryable}
