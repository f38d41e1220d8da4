"""Commands: ``python -m backend.database import FILE`` brings a bot's history along."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional, TextIO, Tuple

from . import config
from .errors import CrashServerError, Refused
from .history import import_history

_CSV = "text/csv"
_NDJSON = "application/x-ndjson"
_BAR = 30

#: Exit codes: all lines are stored; some were rejected; nothing was imported, or not everything. Of a dry run: or would be.
OK, REJECTED, FAILED = 0, 1, 2


def main(arguments: Optional[List[str]] = None) -> int:
    """Runs a command; returns its exit code."""
    options = _parser().parse_args(arguments)
    if not options.file.is_file():
        print(f"{options.file} is no file", file=sys.stderr)
        return FAILED
    bar = _Bar(sys.stderr, options.quiet)
    rejected = _Rejected(options.rejected or options.file.with_name(options.file.name + ".rejected.ndjson"))
    try:
        report = import_history(
            options.file, config.load(), _query(options), _media_type(options), rejected.add, bar.show
        )
    except Refused as refused:
        bar.end()
        print(f"refused: {refused.detail} ({refused.code})", file=sys.stderr)
        for error in refused.errors:
            print(f"  {error.get('field')} {error.get('message')}", file=sys.stderr)
        return FAILED
    except (CrashServerError, ValueError) as failure:
        bar.end()
        print(f"{failure}\nRun the same command again to go on: nothing is stored twice.", file=sys.stderr)
        return FAILED
    finally:
        rejected.close()
    bar.end()
    if rejected.is_empty() and options.rejected is None:
        # What an earlier run rejected has been mended.
        rejected.path.unlink(missing_ok=True)
    _print(report, rejected)
    if any(finding["fatal"] for finding in report["findings"]):
        return FAILED
    return REJECTED if report["rejected"] else OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.database")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("import", help="bring a bot's history along, from a CSV or NDJSON file")
    command.add_argument("file", type=Path, help="the file; a name ending in .ndjson or .jsonl is NDJSON, others CSV")
    command.add_argument("--bot", "--bot-id", required=True, dest="bot_id", help="whose rounds they are")
    command.add_argument("--game", "--game-name", required=True, dest="game_name", help="such as aviator")
    command.add_argument("--platform", "--platform-code", required=True, dest="platform_code", help="such as dafabet")
    command.add_argument("--session", "--session-id", dest="session_id", help="import:<file name> unless given")
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="what a column becomes: a field of a round, bet_placed, prediction, confidence, metadata or ignore",
    )
    command.add_argument("--dry-run", action="store_true", help="store nothing, tell what each column would become")
    command.add_argument("--rejected", type=Path, help="where rejected lines go; FILE.rejected.ndjson unless given")
    command.add_argument("--strategy", dest="strategy_name", help="strategy of lines that name none")
    command.add_argument("--currency", help="currency of the amounts; the platform's unless given")
    command.add_argument("--time-zone", help="zone of times without an offset, such as Asia/Kolkata; UTC unless given")
    command.add_argument("--date-order", choices=["dmy", "mdy"], help="how to read dates such as 03/04/2025")
    command.add_argument("--decimal-mark", choices=["point", "comma"], help="how to read 1.234; point unless cut by ;")
    command.add_argument("--default-timestamp", help="time of lines that have none; else they are rejected")
    command.add_argument("--format", choices=["csv", "ndjson"], help="what the file is, whatever its name says")
    command.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _query(options: argparse.Namespace) -> List[Tuple[str, str]]:
    names = "bot_id game_name platform_code session_id strategy_name currency time_zone date_order decimal_mark"
    query = [(name, getattr(options, name)) for name in (*names.split(), "default_timestamp")]
    query.append(("file_name", options.file.name))
    query.append(("dry_run", "true" if options.dry_run else None))
    for assignment in options.map:
        column, _, target = assignment.rpartition("=")
        query.append(("map", f"{column}:{target}"))
    return [(name, value) for name, value in query if value is not None]


def _media_type(options: argparse.Namespace) -> str:
    if options.format:
        return _CSV if options.format == "csv" else _NDJSON
    return _NDJSON if options.file.suffix.lower() in (".ndjson", ".jsonl") else _CSV


class _Rejected:
    """The rejected lines: in a file that is there only if there are any."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: Optional[TextIO] = None

    def add(self, line: Dict[str, Any]) -> None:
        """Writes one down: its number, why, and how it starts."""
        if self._file is None:
            self._file = self.path.open("w", encoding="utf-8")
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Ends the file."""
        if self._file is not None:
            self._file.close()

    def is_empty(self) -> bool:
        """Whether there was nothing to write down."""
        return self._file is None


class _Bar:
    """How much of the file the server has taken."""

    def __init__(self, out: TextIO, quiet: bool) -> None:
        self._out = out
        self._is_shown = not quiet and out.isatty()
        self._percent = -1

    def show(self, sent: int, total: int) -> None:
        """Draws it where it has grown."""
        percent = 100 * sent // total if total else 100
        if self._is_shown and percent != self._percent:
            self._percent = percent
            full = _BAR * percent // 100
            self._out.write(f"\r[{'#' * full}{'.' * (_BAR - full)}] {percent:3d}% of {total:,} bytes")
            self._out.flush()

    def end(self) -> None:
        """Leaves its line."""
        if self._is_shown and self._percent >= 0:
            self._out.write("\n")


def _print(report: Dict[str, Any], rejected: _Rejected) -> None:
    print(f"session {report['session_id']} of bot {report['bot_id']}" + (" (dry run)" if report["dry_run"] else ""))
    print(f"{'column':<24} {'becomes':<26} {'values':>8} {'missing':>8} {'bad':>6}  example")
    for column in report["columns"]:
        example = "" if column["example"] is None else f"{column['example']} -> {column['becomes']}"
        print(
            f"{column['column']:<24} {column['field']:<26} {column['values']:>8} {column['missing']:>8} "
            f"{column['unreadable']:>6}  {example}"
        )
    outcomes = ", ".join(f"{count} {name}" for name, count in report["outcomes"].items() if count)
    print(f"rounds: {outcomes or 'none'}; from {report['first_timestamp']} to {report['last_timestamp']}")
    verb = "would be imported" if report["dry_run"] else "imported"
    print(
        f"{report['lines']} lines: {report['accepted']} {verb}, {report['duplicates']} were there before, "
        f"{report['rejected']} rejected, {report['warnings']} with warnings"
    )
    if report["rejected"]:
        print(f"rejected lines: {rejected.path}")
    for finding in report["findings"]:
        kind = "the import would be refused" if finding["fatal"] else "note"
        print(f"{kind}: {finding['field']} {finding['message']} ({finding['code']})")


if __name__ == "__main__":
    sys.exit(main())
