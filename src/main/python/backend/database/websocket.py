"""A WebSocket client (RFC 6455, version 13, no extensions) that never blocks in one direction only.

Reading and writing happen together in :meth:`WebSocket.pump`, so that a server that stops reading until its answers are
read, as this one does, cannot lock both sides up.
"""

from __future__ import annotations

import base64
import hashlib
import os
import selectors
import socket
import ssl
import struct
import time
from collections import deque
from typing import Deque, Optional, Tuple

from .config import Settings
from .errors import ServerUnavailable
from .frames import BINARY, CLOSE, PING, PONG, TEXT, FrameReader, WebSocketClosed, encode_frame
from .transport import Response, authority, open_socket

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_READ_SIZE = 262_144
#: One answer is short, and a small buffer is no work for the operating system.
_ANSWER_SIZE = 16_384


class WebSocket:
    """One connection, used by one thread. Text messages go out by :meth:`send` and come in by :meth:`receive`."""

    def __init__(self, settings: Settings, path: str, timeout: float) -> None:
        """Connects; ``ServerUnavailable`` where nobody answers, ``Refused`` where the upgrade is denied."""
        try:
            self._socket = open_socket(settings, timeout)
        except OSError as failure:
            raise ServerUnavailable(f"{settings.url} does not answer: {failure}") from failure
        self._reader = FrameReader()
        self._messages: Deque[bytes] = deque()
        self._outgoing = bytearray()
        self._closed: Optional[WebSocketClosed] = None
        try:
            self._upgrade(settings, path)
            self._socket.setblocking(False)
        except (OSError, ValueError, LookupError) as failure:  # none, or one that is not HTTP
            self._socket.close()
            raise ServerUnavailable(f"{settings.url} does not answer: {failure}") from failure
        except BaseException:
            self._socket.close()
            raise

    @property
    def unsent(self) -> int:
        """Bytes that the network has not taken yet."""
        return len(self._outgoing)

    def send(self, text: bytes) -> None:
        """Queues a message of UTF-8 text; :meth:`pump` sends it."""
        self._outgoing += encode_frame(TEXT, text, os.urandom(4))

    def received(self) -> Optional[bytes]:
        """A message that is there already, or None; ``WebSocketClosed`` when the last one has been had."""
        if self._messages:
            return self._messages.popleft()
        if self._closed is not None:
            raise self._closed
        return None

    def receive(self, timeout: float) -> Optional[bytes]:
        """The next message, or None when none has come in so many seconds."""
        end = time.monotonic() + timeout
        while True:
            message = self.received()
            left = end - time.monotonic()
            if message is not None or left <= 0:
                return message
            self.pump(left)

    def ask(self, text: bytes, timeout: float) -> bytes:
        """Sends a message and waits for the next one that comes; ``ServerUnavailable`` where none does in time.

        For connections that never have more than one message under way, so that there is nothing to read meanwhile.
        """
        try:
            if self._socket.gettimeout() != timeout:
                self._socket.settimeout(timeout)
            self._socket.sendall(encode_frame(TEXT, text, os.urandom(4)))
            answer = self.received()
            while answer is None:
                self._read(_ANSWER_SIZE)
                answer = self.received()
            return answer
        except OSError as failure:
            self._end(1006, str(failure))
            raise ServerUnavailable(f"no answer: {failure}") from failure

    def catch_up(self) -> bool:
        """Takes in what has come while nobody looked, pings or the end; whether the connection is open."""
        try:
            self._socket.setblocking(False)
            self._read()
        except OSError as failure:
            self._end(1006, str(failure))
        return self._closed is None

    def pump(self, timeout: float, wake: Optional[socket.socket] = None) -> None:
        """Sends and receives what can be; waits for something to happen, be it on ``wake``, for at most ``timeout``."""
        if self._closed is not None:
            return
        pending = isinstance(self._socket, ssl.SSLSocket) and self._socket.pending() > 0
        try:
            if not pending:
                self._wait(timeout, wake)
            self._write()
            self._read()
        except OSError as failure:
            self._end(1006, str(failure))

    def close(self, code: int = 1000) -> None:
        """Says goodbye, as far as that goes without waiting, and closes."""
        try:
            if self._closed is None:
                self._outgoing += encode_frame(CLOSE, struct.pack("!H", code), os.urandom(4))
                self._write()
        except OSError:
            pass  # closed all the same
        finally:
            self._end(code, "by this side")
            self._socket.close()

    def _wait(self, timeout: float, wake: Optional[socket.socket]) -> None:
        with selectors.DefaultSelector() as selector:
            interest = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._outgoing else 0)
            selector.register(self._socket, interest)
            if wake is not None:
                selector.register(wake, selectors.EVENT_READ)
            selector.select(timeout)

    def _write(self) -> None:
        while self._outgoing:
            try:
                sent = self._socket.send(memoryview(self._outgoing)[:_READ_SIZE].tobytes())
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            del self._outgoing[:sent]

    def _read(self, size: int = _READ_SIZE) -> None:
        try:
            data = self._socket.recv(size)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return
        if not data:
            self._end(1006, "cut off")
            return
        self._take(data)

    def _take(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            frame = self._reader.next()
            while frame is not None:
                self._handle(*frame)
                frame = self._reader.next()
        except WebSocketClosed as failure:
            self.close(failure.code)
            self._closed = failure

    def _handle(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT or opcode == BINARY:
            self._messages.append(payload)
        elif opcode == PING:
            self._outgoing += encode_frame(PONG, payload, os.urandom(4))
            self._write()
        elif opcode == CLOSE:
            code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005
            self._outgoing += encode_frame(CLOSE, payload[:2], os.urandom(4))
            self._write()
            self._end(code, payload[2:].decode("utf-8", "replace"))

    def _end(self, code: int, reason: str) -> None:
        if self._closed is None:
            self._closed = WebSocketClosed(code, reason)

    def _upgrade(self, settings: Settings, path: str) -> None:
        key = base64.b64encode(os.urandom(16))
        head = (
            f"GET {settings.base_path}{path} HTTP/1.1\r\nHost: {authority(settings)}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key.decode()}\r\n"
        )
        if settings.token:
            head += f"Authorization: Bearer {settings.token}\r\n"
        self._socket.sendall(head.encode("ascii") + b"\r\n")
        status, headers, rest = self._answer_to_upgrade()
        if status != 101:
            failure = Response(status, headers, rest).failure()
            raise failure
        accept = base64.b64encode(hashlib.sha1(key + _GUID).digest()).decode()
        if headers.get("sec-websocket-accept") != accept:
            raise ServerUnavailable(f"{settings.url} answers, but speaks no WebSocket")
        self._take(rest)

    def _answer_to_upgrade(self) -> Tuple[int, dict, bytes]:
        data = b""
        while b"\r\n\r\n" not in data:
            more = self._socket.recv(_READ_SIZE)
            if not more or len(data) > 65_536:
                raise ConnectionResetError("the upgrade was not answered")
            data += more
        head, rest = data.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        parts = (line.partition(":") for line in lines[1:])
        headers = {name.strip().lower(): value.strip() for name, _, value in parts}
        status = int(lines[0].split()[1])
        if status != 101:
            missing = int(headers.get("content-length", "0")) - len(rest)
            while missing > 0:
                more = self._socket.recv(missing)
                if not more:
                    break
                rest, missing = rest + more, missing - len(more)
        return status, headers, rest
