"""Figures of what became of entries."""

from __future__ import annotations

from typing import Any, Dict, List


class AnswerCount:
    """Counts the answers to some of the entries of the spool, and keeps the first reasons of refusal."""

    _MOST_REASONS = 100

    def __init__(self) -> None:
        self.sent = self.stored = self.duplicates = self.rejected = 0
        self.reasons: List[str] = []
        self._ranges: List[List[int]] = []

    def expect(self, number: int) -> None:
        """An entry with this number was appended."""
        self.sent += 1
        if self._ranges and self._ranges[-1][1] == number - 1:
            self._ranges[-1][1] = number
        else:
            self._ranges.append([number, number])

    def take(self, number: int, answer: Dict[str, Any]) -> None:
        """An entry was answered; entries are answered in order."""
        while self._ranges and self._ranges[0][1] < number:
            self._ranges.pop(0)
        if not self._ranges or number < self._ranges[0][0]:
            return
        self.count(answer)

    def count(self, answer: Dict[str, Any]) -> None:
        """Adds one answer to the figures."""
        if answer["type"] == "ack":
            self.duplicates += bool(answer.get("duplicate"))
            self.stored += not answer.get("duplicate")
            return
        self.rejected += 1
        if len(self.reasons) < self._MOST_REASONS:
            self.reasons.append(f"{answer.get('detail')} ({answer.get('code')})")
