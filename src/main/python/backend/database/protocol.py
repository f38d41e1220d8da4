"""The stream of rounds as a client opens it: ``docs/protocol.md``, "Connection"."""

from __future__ import annotations

import json
from typing import NamedTuple, Tuple

from .config import Settings
from .errors import ServerUnavailable
from .transport import API
from .websocket import WebSocket

PATH = API + "/rounds/stream"
VERSION = "1"


class Limits(NamedTuple):
    """What one message may hold."""

    message_bytes: int
    items: int


def connect(settings: Settings, timeout: float) -> Tuple[WebSocket, Limits]:
    """A connection that the server has greeted; ``CrashServerError`` where it cannot be had."""
    connection = WebSocket(settings, PATH, timeout)
    try:
        return connection, _greeting(connection, timeout)
    except BaseException:
        connection.close()
        raise


def _greeting(connection: WebSocket, timeout: float) -> Limits:
    message = connection.receive(timeout)
    try:
        hello = json.loads(message) if message else {}
        if hello["type"] != "hello" or hello["protocol"] != VERSION:
            raise ValueError(VERSION)
        limits = hello.get("limits", {})
        return Limits(int(limits.get("max_message_bytes", 1 << 20)), int(limits.get("max_items_per_message", 1000)))
    except (ValueError, TypeError, LookupError, AttributeError) as failure:
        raise ServerUnavailable(f"the server does not speak protocol {VERSION}: {message!r:.200}") from failure
