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
from .transport import Response, authority, open_socket

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_PROTOCOL_ERROR, _TOO_BIG = 1002, 1009
_READ_SIZE = 262_144
MAX_MESSAGE = 64 * 1024 * 1024


class WebSocketClosed(ServerUnavailable):
    """The connection has ended; ``code`` is 1006 where it was cut without a close frame."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(f"the WebSocket was closed with {code} {reason}".rstrip())
        self.code = code


def mask(payload: bytes, key: bytes) -> bytes:
    """XOR with a repeated key of four bytes, as one operation on large integers."""
    size = len(payload)
    repeated = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "little") ^ int.from_bytes(repeated, "little")).to_bytes(size, "little")


def encode_frame(opcode: int, payload: bytes, key: bytes) -> bytes:
    """One final frame, masked, as clients must."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65_536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + key + mask(payload, key)


class FrameReader:
    """Bytes in, frames out; messages are put together from their fragments."""

    def __init__(self, max_message: int = MAX_MESSAGE) -> None:
        self._buffer = bytearray()
        self._fragments = bytearray()
        self._kind: Optional[int] = None
        self._max_message = max_message

    def feed(self, data: bytes) -> None:
        """Takes what has been received."""
        self._buffer += data

    def next(self) -> Optional[Tuple[int, bytes]]:
        """The next whole message or control frame as (opcode, payload), or None until more has come."""
        while True:
            frame = self._frame()
            if frame is None:
                return None
            final, opcode, payload = frame
            if opcode >= _CLOSE:
                if not final or len(payload) > 125:
                    raise WebSocketClosed(_PROTOCOL_ERROR, "a control frame is fragmented or too long")
                return opcode, payload
            message = self._put_together(final, opcode, payload)
            if message is not None:
                return message

    def _put_together(self, final: bool, opcode: int, payload: bytes) -> Optional[Tuple[int, bytes]]:
        if (opcode == _CONTINUATION) == (self._kind is None) or opcode > _BINARY:
            raise WebSocketClosed(_PROTOCOL_ERROR, f"frame {opcode} out of turn")
        if final and self._kind is None:
            return opcode, payload
        self._kind = opcode if self._kind is None else self._kind
        self._fragments += payload
        if len(self._fragments) > self._max_message:
            raise WebSocketClosed(_TOO_BIG, "the message is too long")
        if not final:
            return None
        message = self._kind, bytes(self._fragments)
        self._kind = None
        self._fragments = bytearray()
        return message

    def _frame(self) -> Optional[Tuple[bool, int, bytes]]:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        if buffer[0] & 0x70 or buffer[1] & 0x80:
            raise WebSocketClosed(_PROTOCOL_ERROR, "reserved bits are set, or the server masks its frames")
        size, start = buffer[1] & 0x7F, 2
        if size >= 126:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start], "big")
        if size > self._max_message:
            raise WebSocketClosed(_TOO_BIG, "the message is too long")
        if len(buffer) < start + size:
            return None
        payload = bytes(buffer[start : start + size])
        head = buffer[0]
        del buffer[: start + size]
        return bool(head & 0x80), head & 0x0F, payload


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
        except OSError as failure:
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
        self._outgoing += encode_frame(_TEXT, text, os.urandom(4))

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
                self._outgoing += encode_frame(_CLOSE, struct.pack("!H", code), os.urandom(4))
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

    def _read(self) -> None:
        try:
            data = self._socket.recv(_READ_SIZE)
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
        if opcode == _TEXT or opcode == _BINARY:
            self._messages.append(payload)
        elif opcode == _PING:
            self._outgoing += encode_frame(_PONG, payload, os.urandom(4))
            self._write()
        elif opcode == _CLOSE:
            code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005
            self._outgoing += encode_frame(_CLOSE, payload[:2], os.urandom(4))
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
