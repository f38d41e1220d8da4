"""The import command: what it sends, what it makes of the answer, and what it writes down."""

import io
import json
import os
import re
import socket
import tempfile
import threading
import unittest
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

from backend.database.__main__ import FAILED, OK, REJECTED, main

REPORT = {
    "type": "report",
    "dry_run": False,
    "bot_id": "b",
    "session_id": "import:h.csv",
    "lines": 2,
    "accepted": 1,
    "duplicates": 0,
    "rejected": 1,
    "warnings": 0,
    "outcomes": {"WIN": 1, "LOSS": 0},
    "first_timestamp": "2025-01-01T00:00:00Z",
    "last_timestamp": "2025-01-01T00:00:00Z",
    "columns": [
        {"column": "multiplier", "field": "crash_multiplier_detected", "values": 2, "missing": 0, "unreadable": 1,
         "example": "2x", "becomes": "2"},
        {"column": "note", "field": "metadata", "values": 0, "missing": 2, "unreadable": 0,
         "example": None, "becomes": None},
    ],
    "findings": [],
}
REJECTED_LINE = {"type": "rejected", "line": 3, "round_number": 2, "code": "invalid", "detail": "bad é", "text": "x"}


class OneAnswer:
    """A server that takes one request and answers it; reads no more than ``takes`` bytes of its body."""

    def __init__(self, status, body, takes=None):
        self._answer = f"HTTP/1.1 {status}\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        for start in range(0, len(body), 100):
            self._answer += f"{len(body[start:start + 100]):x}\r\n".encode() + body[start : start + 100] + b"\r\n"
        self._answer += b"0\r\n\r\n"
        self._takes = takes
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.head = b""
        self.body = b""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self):
        connection, _ = self._listener.accept()
        with connection:
            data = b""
            while b"\r\n\r\n" not in data:
                data += connection.recv(65536)
            self.head, self.body = data.split(b"\r\n\r\n", 1)
            length = int(self.head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            while len(self.body) < min(length, length if self._takes is None else self._takes):
                self.body += connection.recv(65536)
            connection.sendall(self._answer)

    def close(self):
        self._thread.join(10)
        self._listener.close()


def ndjson(*events):
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


class ImportCommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "h.csv"
        self.file.write_text("multiplier\n2x\nx\n", encoding="utf-8")
        self.rejected = Path(folder.name) / "h.csv.rejected.ndjson"
        self.arguments = ["import", str(self.file), "--bot", "b", "--game", "aviator", "--platform", "p"]

    def run_against(self, server, *more, err=None):
        self.addCleanup(server.close)
        out, err = io.StringIO(), err or io.StringIO()
        with mock.patch.dict(os.environ, {"CRASH_SERVER_URL": server.url, "CRASH_SERVER_TOKEN": "secret"}):
            with redirect_stdout(out), redirect_stderr(err):
                code = main([*self.arguments, *more])
        return code, out.getvalue(), err.getvalue()

    def test_sends_the_file_and_its_parameters(self):
        server = OneAnswer("200 OK", ndjson({**REPORT, "rejected": 0}))
        code, _, _ = self.run_against(
            server, "--map", "a=b=stake", "--map", "Round ID=ignore", "--dry-run", "--time-zone", "Asia/Kolkata"
        )

        self.assertEqual(OK, code)
        self.assertEqual(self.file.read_bytes(), server.body)
        request_line, *headers = server.head.decode().split("\r\n")
        self.assertIn("Authorization: Bearer secret", headers)
        self.assertIn("Content-Type: text/csv", headers)
        url = urlsplit(request_line.split(" ")[1])
        self.assertEqual("/api/v1/imports", url.path)
        self.assertEqual(
            [
                ("bot_id", "b"),
                ("game_name", "aviator"),
                ("platform_code", "p"),
                ("time_zone", "Asia/Kolkata"),
                ("file_name", "h.csv"),
                ("dry_run", "true"),
                ("map", "a=b:stake"),
                ("map", "Round ID:ignore"),
            ],
            parse_qsl(url.query),
        )

    def test_writes_rejected_lines_down_and_prints_the_report(self):
        code, out, _ = self.run_against(OneAnswer("200 OK", ndjson(REJECTED_LINE, {"type": "progress"}, REPORT)))

        self.assertEqual(REJECTED, code)
        lines = [json.loads(line) for line in self.rejected.read_text(encoding="utf-8").splitlines()]
        self.assertEqual([(3, "bad é")], [(line["line"], line["detail"]) for line in lines])
        self.assertIn("2 lines: 1 imported, 0 were there before, 1 rejected", out)
        self.assertRegex(out, r"multiplier +crash_multiplier_detected +2 +0 +1  2x -> 2")
        self.assertIn(str(self.rejected), out)

    def test_tells_what_the_database_would_say_of_a_dry_run(self):
        note = {"code": "platform_not_configured", "field": "platform_code", "message": "is new", "fatal": False}
        stop = {"code": "unknown_game", "field": "game_name", "message": "is unknown: chess", "fatal": True}
        tried = {**REPORT, "dry_run": True, "rejected": 0}
        for findings, expected in (([note], OK), ([stop, note], FAILED)):
            code, out, _ = self.run_against(OneAnswer("200 OK", ndjson({**tried, "findings": findings})), "--dry-run")
            self.assertEqual(expected, code)
            self.assertIn("note: platform_code is new (platform_not_configured)", out)
        self.assertIn("the import would be refused: game_name is unknown: chess (unknown_game)", out)

    def test_shows_how_much_of_the_file_is_sent_where_somebody_looks(self):
        class Terminal(io.StringIO):
            def isatty(self):
                return True

        self.file.write_bytes(b"multiplier\n" + b"2.45x\n" * 100_000)
        for more, is_shown in ((), True), (("--quiet",), False):
            terminal = Terminal()
            self.run_against(OneAnswer("200 OK", ndjson({**REPORT, "rejected": 0})), *more, err=terminal)
            drawn = terminal.getvalue()
            self.assertEqual(is_shown, "] 100% of 600,011 bytes\n" in drawn, drawn[-200:])
            self.assertEqual(is_shown, re.search(r"\r\[#+\.+\] +\d?\d% of", drawn) is not None)

    def test_removes_what_an_earlier_run_rejected_once_it_is_mended(self):
        self.rejected.write_text("old")
        code, _, _ = self.run_against(OneAnswer("200 OK", ndjson({**REPORT, "rejected": 0})))

        self.assertEqual(OK, code)
        self.assertFalse(self.rejected.exists())

    def test_knows_ndjson_by_its_name(self):
        self.file = self.file.rename(self.file.with_suffix(".jsonl"))
        self.arguments[1] = str(self.file)
        server = OneAnswer("200 OK", ndjson({**REPORT, "rejected": 0}))
        self.run_against(server)

        self.assertIn(b"Content-Type: application/x-ndjson", server.head)

    def test_says_why_it_was_refused_before_the_file_was_sent(self):
        self.file.write_bytes(b"a,b\n" * 5_000_000)
        problem = {"code": "invalid", "detail": "map must", "errors": [{"field": "map", "message": "must say"}]}
        code, _, err = self.run_against(OneAnswer("422 Unprocessable", json.dumps(problem).encode(), takes=1))

        self.assertEqual(FAILED, code)
        self.assertIn("refused: map must (invalid)\n  map must say", err)

    def test_says_how_to_go_on(self):
        failed = {"type": "failed", "code": "database_unavailable", "detail": "the database is away"}
        for server in (
            OneAnswer("200 OK", ndjson(REJECTED_LINE, failed)),
            OneAnswer("200 OK", ndjson(REJECTED_LINE)),
            OneAnswer("200 OK", b'{"type":"rep'),
            OneAnswer("503 Away", b'{"code":"shutting_down","detail":"stopping","retryable":true}'),
            OneAnswer("502 Bad Gateway", b"<html>"),
        ):
            code, _, err = self.run_against(server)
            self.assertEqual(FAILED, code)
            self.assertIn("Run the same command again", err)

    def test_says_that_there_is_no_server_and_no_file(self):
        with mock.patch.dict(os.environ, {"CRASH_SERVER_URL": "http://127.0.0.1:9"}):
            err = io.StringIO()
            with redirect_stderr(err):
                self.assertEqual(FAILED, main(self.arguments))
            self.assertIn("does not answer", err.getvalue())
            self.file.unlink()
            with redirect_stderr(io.StringIO()):
                self.assertEqual(FAILED, main(self.arguments))


if __name__ == "__main__":
    unittest.main()
