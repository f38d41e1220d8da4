"""HTTP/1.1 with connections that stay open: as little as a bot needs, so that a call costs microseconds."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
from dataclasses import dataclass
from typing import Any, BinaryIO, Dict, List, Mapping, Optional
from urllib.parse import urlencode

from .config import Settings
from .errors import CrashServerError, Refused, ServerUnavailable

log = logging.getLogger(__name__)

API = "/api/v1"
_MAX_IDLE = 8
_MAX_LINE = 65_536


def open_socket(settings: Settings, timeout: float) -> socket.socket:
    """A connection to the server, encrypted where its address says https; ``OSError`` where there is none."""
    raw = socket.create_connection((settings.host, settings.port), timeout)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not settings.is_secure:
        return raw
    try:
        return ssl.create_default_context().wrap_socket(raw, server_hostname=settings.host)
    except OSError:
        raw.close()
        raise


def authority(settings: Settings) -> str:
    """The Host header."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


@dataclass(frozen=True)
class Response:
    """An answer, read to its end."""

    status: int
    headers: Dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body; ``ServerUnavailable`` where it is none of this server's."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise ServerUnavailable(f"HTTP {self.status} with a body that is not JSON: is that the server?") from None

    def failure(self) -> CrashServerError:
        """The exception that a status of 400 or above stands for."""
        try:
            problem = json.loads(self.body)
        except ValueError:
            problem = None
        if not isinstance(problem, dict) or "code" not in problem:
            return ServerUnavailable(f"HTTP {self.status} from something that is not the server")
        if problem.get("retryable"):
            return ServerUnavailable(f"{problem.get('detail')} ({problem['code']})")
        return Refused.of(problem)


class Connection:
    """One keep-alive connection, used by one thread at a time."""

    def __init__(self, settings: Settings, timeout: float) -> None:
        self._socket = open_socket(settings, timeout)
        self._reader: BinaryIO = self._socket.makefile("rb")
        self.is_reusable = True

    def exchange(self, request: bytes, timeout: float) -> Response:
        """Sends a request and reads its answer; ``OSError`` where either fails."""
        self.is_reusable = False
        self._socket.settimeout(timeout)
        self._socket.sendall(request)
        status_line = self._line().split(None, 2)
        if len(status_line) < 2 or not status_line[0].startswith(b"HTTP/1."):
            raise ConnectionError("the answer is not HTTP")
        headers = self._headers()
        body = self._body(headers)
        self.is_reusable = headers.get("connection", "").lower() != "close"
        return Response(int(status_line[1]), headers, body)

    def close(self) -> None:
        """Closes it; harmless when done twice."""
        self._reader.close()
        self._socket.close()

    def _line(self) -> bytes:
        line = self._reader.readline(_MAX_LINE)
        if not line.endswith(b"\n"):
            raise ConnectionResetError("the connection was cut")
        return line.rstrip(b"\r\n")

    def _headers(self) -> Dict[str, str]:
        headers: Dict[str, str] = {}
        while True:
            line = self._line()
            if not line:
                return headers
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()

    def _body(self, headers: Dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return self._chunks(headers)
        return self._exactly(int(headers.get("content-length", "0")))

    def _chunks(self, headers: Dict[str, str]) -> bytes:
        chunks: List[bytes] = []
        while True:
            size = int(self._line().split(b";")[0], 16)
            if size == 0:
                headers.update(self._headers())
                return b"".join(chunks)
            chunks.append(self._exactly(size))
            self._line()

    def _exactly(self, size: int) -> bytes:
        data = self._reader.read(size)
        if len(data) < size:
            raise ConnectionResetError("the answer was cut off")
        return data


class Http:
    """The server over HTTP, for any number of threads. Idle connections are kept, at most eight."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: List[Connection] = []
        self._lock = threading.Lock()

    def call(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Any]] = None,
        body: Optional[bytes] = None,
        timeout: Optional[float] = None,
    ) -> Response:
        """One call below ``/api/v1``; a status of 400 or above is raised as ``Refused`` or ``ServerUnavailable``.

        A call may be sent twice where a connection that was kept turns out to be closed: every call of this server can
        be repeated safely.
        """
        response = self.exchange(method, path, query, body, timeout)
        if response.status >= 400:
            raise response.failure()
        return response

    def exchange(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Any]] = None,
        body: Optional[bytes] = None,
        timeout: Optional[float] = None,
    ) -> Response:
        """The same, with the answer as it is; only ``ServerUnavailable`` is raised."""
        request = self._request(method, path, query, body)
        seconds = timeout or self._settings.timeout
        try:
            kept = self._take_idle()
            if kept is not None:
                try:
                    return self._answer(kept, request, seconds)
                except (ConnectionError, ssl.SSLError):
                    log.debug("a kept connection was closed; connecting anew")
            return self._answer(Connection(self._settings, seconds), request, seconds)
        except (OSError, ValueError) as failure:
            raise ServerUnavailable(f"{self._settings.url} does not answer: {failure}") from failure

    def close(self) -> None:
        """Closes the connections that are kept."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _answer(self, connection: Connection, request: bytes, timeout: float) -> Response:
        try:
            return connection.exchange(request, timeout)
        finally:
            self._give_back(connection)

    def _take_idle(self) -> Optional[Connection]:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if connection.is_reusable and len(self._idle) < _MAX_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _request(self, method: str, path: str, query: Optional[Mapping[str, Any]], body: Optional[bytes]) -> bytes:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        target = self._settings.base_path + API + path + ("?" + urlencode(given) if given else "")
        head = f"{method} {target} HTTP/1.1\r\nHost: {authority(self._settings)}\r\nAccept: application/json\r\n"
        if self._settings.token:
            head += f"Authorization: Bearer {self._settings.token}\r\n"
        if body is not None:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        return head.encode("ascii") + b"\r\n" + (body or b"")
