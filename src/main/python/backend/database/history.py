"""Imports of the files that bots kept: ``python -m backend.database import FILE``.

The server reads the file: it recognises the columns, decides what a line becomes and which lines it rejects, so that every
client gets the same answer. This side sends the file as it is, in pieces, and writes down what the server says of it.
"""

from __future__ import annotations

import json
import select
import socket
import ssl
import tempfile
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Any, BinaryIO, Callable, Dict, Iterator, List, Optional, Tuple
from urllib.parse import urlencode

from .config import Settings
from .errors import CrashServerError, Refused, ServerUnavailable
from .transport import API, authority, open_socket

_PIECE = 65_536
_PATIENCE = 300.0

#: Called with the bytes sent so far, and those of the whole file.
Progress = Callable[[int, int], None]


class ImportStopped(CrashServerError):
    """The server took a part of the file and no more; sending it again goes on from there."""


def import_history(
    file: Path,
    settings: Settings,
    query: List[Tuple[str, str]],
    media_type: str,
    on_rejected: Callable[[Dict[str, Any]], None],
    on_progress: Optional[Progress] = None,
) -> Dict[str, Any]:
    """Sends a file; returns the server's report.

    ``query`` holds the parameters of ``POST /imports``. ``on_rejected`` is called for each rejected line. Raises
    ``Refused`` where the server takes nothing of it, ``ImportStopped`` where it stopped on the way, and
    ``ServerUnavailable`` where it cannot be reached: in each case the same call may be repeated, nothing is stored twice.
    """
    with file.open("rb") as source, tempfile.TemporaryFile() as received:
        try:
            with open_socket(settings, settings.timeout) as connection:
                _send(connection, _head(settings, query, media_type, file.stat().st_size), source, received, on_progress)
        except (OSError, ssl.SSLError) as failure:
            raise ServerUnavailable(f"{settings.url} does not answer: {failure}") from failure
        received.seek(0)
        return _answer(received, on_rejected)


def _head(settings: Settings, query: List[Tuple[str, str]], media_type: str, size: int) -> bytes:
    lines = [
        f"POST {settings.base_path}{API}/imports?{urlencode(query)} HTTP/1.1",
        f"Host: {authority(settings)}",
        f"Content-Type: {media_type}",
        f"Content-Length: {size}",
        "Accept: application/x-ndjson",
        "Connection: close",
    ]
    if settings.token:
        lines.append(f"Authorization: Bearer {settings.token}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _send(
    connection: socket.socket,
    head: bytes,
    source: BinaryIO,
    received: IO[bytes],
    on_progress: Optional[Progress],
) -> None:
    """Sends and reads in turn: the server answers while the file is under way, and reads no further than it is read."""
    total = int(source.seek(0, 2))
    source.seek(0)
    connection.setblocking(False)
    waiting = memoryview(head)
    is_sending, is_open = True, True
    while is_open:
        if not _is_pending(connection):
            readable, writable, _ = select.select([connection], [connection] if is_sending else [], [], _PATIENCE)
            if not readable and not writable:
                raise TimeoutError(f"nothing for {_PATIENCE:.0f} seconds")
        is_open = _read(connection, received)
        if is_sending:
            try:
                waiting = waiting[_written(connection, waiting) :]
            except OSError:
                # The server has said all it wants to; its answer tells why.
                is_sending = False
        if is_sending and not waiting:
            waiting = memoryview(source.read(_PIECE))
            is_sending = bool(waiting)
            if on_progress:
                on_progress(source.tell(), total)


def _is_pending(connection: socket.socket) -> bool:
    return isinstance(connection, ssl.SSLSocket) and connection.pending() > 0


def _read(connection: socket.socket, received: IO[bytes]) -> bool:
    """Takes what has come; False at the end."""
    try:
        data = connection.recv(_PIECE)
    except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return True
    except ConnectionResetError:
        # After the answer: the server does not wait for the rest of the file.
        return False
    received.write(data)
    return bool(data)


def _written(connection: socket.socket, data: memoryview) -> int:
    try:
        return connection.send(data)
    except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return 0


class _Received:
    """What HTTPResponse takes for a socket."""

    def __init__(self, received: IO[bytes]) -> None:
        self._received = received

    def makefile(self, mode: str) -> IO[bytes]:
        """The bytes."""
        return self._received


def _answer(received: IO[bytes], on_rejected: Callable[[Dict[str, Any]], None]) -> Dict[str, Any]:
    response = HTTPResponse(_Received(received))  # type: ignore[arg-type]
    try:
        response.begin()
        if response.status != 200:
            raise _failure(response)
        return _report(response, on_rejected)
    except (HTTPException, OSError, ValueError) as failure:
        raise ServerUnavailable(f"the answer was cut off: {failure!r}; import the file again") from failure


def _report(response: HTTPResponse, on_rejected: Callable[[Dict[str, Any]], None]) -> Dict[str, Any]:
    for event in _events(response):
        kind = event.pop("type", None)
        if kind == "rejected":
            on_rejected(event)
        elif kind == "failed":
            raise ImportStopped(f"{event.get('detail')} ({event.get('code')})")
        elif kind == "report":
            return event
    raise ServerUnavailable("the answer was cut off; import the file again")


def _events(response: HTTPResponse) -> Iterator[Dict[str, Any]]:
    while True:
        line = response.readline()
        if not line:
            return
        yield json.loads(line)


def _failure(response: HTTPResponse) -> CrashServerError:
    problem = json.loads(response.read() or b"{}")
    if problem.get("retryable"):
        return ServerUnavailable(f"{problem.get('detail')} ({problem.get('code')})")
    return Refused.of(problem)
