"""Locks on files, between processes; gone with the process that holds them, however it ends."""

from __future__ import annotations

import contextlib
import errno
from typing import IO, Iterator

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

#: Windows locks bytes, not files: this one lies far behind any content.
_FAR = 0x7FFF0000


def try_lock(file: IO[bytes]) -> bool:
    """Takes the lock of an open file unless somebody holds it; closing the file gives it back."""
    try:
        if fcntl is not None:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            _lock_byte(file, msvcrt.LK_NBLCK)  # type: ignore[attr-defined]
        return True
    except OSError:
        return False


@contextlib.contextmanager
def locked(file: IO[bytes]) -> Iterator[None]:
    """Holds the lock of an open file, after waiting for it."""
    if fcntl is not None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    else:
        _wait_for_byte(file)
    try:
        yield
    finally:
        if fcntl is not None:
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
        else:
            _lock_byte(file, msvcrt.LK_UNLCK)  # type: ignore[attr-defined]


def _wait_for_byte(file: IO[bytes]) -> None:
    """Windows gives up after ten attempts, a second apart; whoever holds the lock only writes a line."""
    while True:
        try:
            _lock_byte(file, msvcrt.LK_LOCK)  # type: ignore[attr-defined]
            return
        except OSError as failure:
            if failure.errno != errno.EDEADLK:
                raise


def _lock_byte(file: IO[bytes], mode: int) -> None:
    file.seek(_FAR)
    msvcrt.locking(file.fileno(), mode, 1)  # type: ignore[attr-defined]
