"""What waits for the server: entries in append-only files, one entry a line, in the order they were logged.

A process writes to a file of its own, which it holds locked, and begins another when that is large. The files of a
process that has ended, however it ended, are taken over by the next one. A file is deleted when the server has answered
for every line of it; so whatever is in a file may have been stored already, and being sent again is recognised there.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import BinaryIO, Deque, Iterator, List, Optional, Tuple

from .locking import locked, try_lock
from .values import encode, now

log = logging.getLogger(__name__)

#: A file that has reached this many bytes is followed by another.
SEGMENT_BYTES = 8 * 1024 * 1024
_PATTERN = "spool-*.ndjson"
_IS_WINDOWS = os.name == "nt"


class Segment:
    """One file of the spool, open and locked."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self._file = file
        self._reader = open(path, "rb")
        self.size = os.fstat(file.fileno()).st_size
        #: Bytes whose entries are answered, and bytes that have been read for sending.
        self.done = self.sent = 0

    def append(self, line: bytes, durable: bool) -> None:
        """Writes a line whole, or not at all: after an ``OSError`` (a full disk) the file is as it was."""
        try:
            if self._file.write(line) != len(line):
                raise OSError("the disk is full")
        except OSError:
            os.ftruncate(self._file.fileno(), self.size)
            raise
        self.size += len(line)
        if durable:
            self.sync()

    def sync(self) -> None:
        """Makes what was written survive a power failure."""
        os.fsync(self._file.fileno())

    def lines(self, start: int) -> Iterator[bytes]:
        """The lines from a position on."""
        self._reader.seek(start)
        position = start
        while position < self.size:
            line = self._reader.readline()
            if not line:
                return
            position += len(line)
            yield line

    def empty(self) -> None:
        """Forgets all lines."""
        os.ftruncate(self._file.fileno(), 0)
        self.size = self.done = self.sent = 0

    def remove(self) -> None:
        """Deletes the file; the lock goes with it."""
        self._reader.close()
        if _IS_WINDOWS:  # where an open file cannot be deleted
            self._file.close()
        self.path.unlink()
        self._file.close()

    def release(self) -> None:
        """Leaves the file to the next process."""
        self._reader.close()
        self._file.close()

    @classmethod
    def create(cls, folder: Path) -> "Segment":
        """A new file. Its name sorts behind those of files created before."""
        folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = folder / f"spool-{time.time_ns():020d}-{os.getpid()}.ndjson"
            segment = cls._locked(path, "xb+")
            if segment is not None:
                _sync_folder(folder)
                return segment

    @classmethod
    def take_over(cls, path: Path) -> Optional["Segment"]:
        """The file of a process that has ended; None where it lives, or somebody was quicker."""
        return cls._locked(path, "rb+")

    @classmethod
    def _locked(cls, path: Path, mode: str) -> Optional["Segment"]:
        try:
            file = open(path, mode, buffering=0, opener=lambda name, flags: os.open(name, flags | os.O_APPEND, 0o644))
        except (FileNotFoundError, FileExistsError):
            return None
        if try_lock(file) and _is_still_there(path, file):
            return cls(path, file)
        file.close()
        return None


class Spool:
    """The files of this process, and those it has taken over, as one queue. Any thread may use it.

    Entries are counted: ``appended`` so far, ``answered`` so far. They are answered in order.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._segments: Deque[Segment] = deque()
        self._current: Optional[Segment] = None
        self.appended = 0
        self.answered = 0
        self.lock = threading.RLock()

    @property
    def pending(self) -> int:
        """How many entries have no answer."""
        return self.appended - self.answered

    def append(self, line: bytes, durable: bool) -> int:
        """Adds an entry and returns its number; ``OSError`` where it cannot be kept."""
        with self.lock:
            if self._current is None or self._current.size >= SEGMENT_BYTES:
                self._current = Segment.create(self.folder)
                self._segments.append(self._current)
            self._current.append(line + b"\n", durable)
            self.appended += 1
            return self.appended

    def sync(self) -> None:
        """Makes everything that was appended survive a power failure."""
        with self.lock:
            if self._current is not None:
                self._current.sync()

    def adopt(self) -> int:
        """Takes over the files of processes that have ended; returns how many entries that brought.

        Only while nothing is pending: what is older goes first.
        """
        with self.lock:
            if self.pending or not self.folder.is_dir():
                return 0
            own = {segment.path for segment in self._segments}
            found = 0
            for path in sorted(self.folder.glob(_PATTERN)):
                segment = None if path in own else Segment.take_over(path)
                if segment is not None:
                    found += self._take(segment)
            return found

    def _take(self, segment: Segment) -> int:
        good, bad = _sort_out(segment)
        for line in bad:
            log.warning("%s holds a line that was never finished, or is damaged: %.200r", segment.path, line)
        if bad and good:
            whole = Segment.create(self.folder)
            for line in good:
                whole.append(line, durable=False)
            whole.sync()
            segment.remove()
            segment = whole
        if not good:
            segment.remove()
            return 0
        self._segments.insert(len(self._segments) - (self._current is not None), segment)
        self.appended += len(good)
        return len(good)

    def read(self, max_lines: int, max_bytes: int) -> List[bytes]:
        """The next entries to send, at least one where there is one; each is had once, until :meth:`rewind`."""
        with self.lock:
            lines: List[bytes] = []
            size = 0
            for segment in self._segments:
                for line in segment.lines(segment.sent):
                    size += len(line)
                    if lines and (len(lines) == max_lines or size > max_bytes):
                        return lines
                    segment.sent += len(line)
                    lines.append(line.rstrip(b"\n"))
            return lines

    def rewind(self) -> None:
        """Begins again with the first entry that has no answer."""
        with self.lock:
            for segment in self._segments:
                segment.sent = segment.done

    def answer(self, lines: List[bytes]) -> None:
        """Takes note that the first entries, these, are answered; deletes what is no longer needed."""
        with self.lock:
            for line in lines:
                segment = self._segments[0]
                segment.done += len(line) + 1
                if segment.done >= segment.size and segment is not self._current:
                    self._segments.popleft().remove()
            self.answered += len(lines)
            if not self.pending and self._current is not None:
                self._current.empty()

    def close(self) -> None:
        """Gives the files back: empty ones are deleted, others wait for the next process."""
        with self.lock:
            for segment in self._segments:
                segment.release() if segment.done < segment.size else segment.remove()
            self._segments.clear()
            self._current = None
            self.appended = self.answered = 0

    def abandon(self) -> None:
        """In a forked child: the files are its parent's."""
        for segment in self._segments:
            segment.release()


def _is_still_there(path: Path, file: BinaryIO) -> bool:
    """Between opening and locking somebody else may have emptied and deleted it."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _sync_folder(folder: Path) -> None:
    """Makes a new name survive a power failure."""
    if _IS_WINDOWS:  # where a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sort_out(segment: Segment) -> Tuple[List[bytes], List[bytes]]:
    good: List[bytes] = []
    bad: List[bytes] = []
    for line in segment.lines(0):
        try:
            whole = line.endswith(b"\n") and isinstance(json.loads(line), dict)
        except ValueError:
            whole = False
        (good if whole else bad).append(line)
    return good, bad


class RejectedFile:
    """Entries that the server refused for good, with the reason, for people to look at; shared by all processes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rejected.ndjson"

    def add(self, line: bytes, error: dict) -> None:
        """Keeps an entry; a failure to do so is logged, since nothing else can be done about it."""
        record = {
            "rejected_at": now(),
            "code": error.get("code"),
            "detail": error.get("detail"),
            "entry": json.loads(line),
        }
        try:
            with open(self.path, "ab") as file, locked(file):
                file.write(encode(record) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as failure:
            log.error("%s cannot be written (%s); this entry is lost: %s", self.path, failure, record)
