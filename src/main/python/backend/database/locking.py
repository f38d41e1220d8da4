"""Locks on files, between processes; gone with the process that holds them, however it ends."""

from __future__ import annotations

import contextlib
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
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return True
    except OSError:
        return False


@contextlib.contextmanager
def locked(file: IO[bytes]) -> Iterator[None]:
    """Holds the lock of an open file, after waiting for it."""
    if fcntl is not None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    else:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        if fcntl is not None:
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
        else:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]
