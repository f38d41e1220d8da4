"""What can go wrong on the way to the server."""

from __future__ import annotations

from typing import Any, Dict, List, Optional


class CrashServerError(Exception):
    """The base of both: catch it to catch everything this package raises about the server."""


class ServerUnavailable(CrashServerError):
    """The server cannot be reached, or cannot take anything at the moment: the same may succeed later."""


class Refused(CrashServerError):
    """The server has understood and says no; the same request will not succeed later.

    ``code`` is stable (``docs/problems.md``), ``errors`` names the fields to blame.
    """

    def __init__(self, code: str, detail: str, errors: Optional[List[Dict[str, str]]] = None) -> None:
        super().__init__(f"{detail} ({code})")
        self.code = code
        self.detail = detail
        self.errors = errors or []

    @classmethod
    def of(cls, problem: Dict[str, Any]) -> "Refused":
        """From problem+json, or from the ``error`` frame of a stream."""
        return cls(
            str(problem.get("code") or "refused"),
            str(problem.get("detail") or problem.get("title") or "refused"),
            problem.get("errors"),
        )
