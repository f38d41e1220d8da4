"""Framing of the WebSocket protocol (RFC 6455, section 5), as a client has to speak it."""

from __future__ import annotations

import struct
from typing import Optional, Tuple

from .errors import ServerUnavailable

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_PROTOCOL_ERROR, _TOO_BIG = 1002, 1009
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
            if opcode >= CLOSE:
                if not final or len(payload) > 125:
                    raise WebSocketClosed(_PROTOCOL_ERROR, "a control frame is fragmented or too long")
                return opcode, payload
            message = self._put_together(final, opcode, payload)
            if message is not None:
                return message

    def _put_together(self, final: bool, opcode: int, payload: bytes) -> Optional[Tuple[int, bytes]]:
        if (opcode == CONTINUATION) == (self._kind is None) or opcode > BINARY:
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
