"""Locks of files as Windows has them: the code that this machine does not run otherwise, against a stand-in for ``msvcrt``."""

import errno
import os
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from backend.database import locking, spool as spools
from backend.database.locking import locked, try_lock
import test_spool


class WindowsLocks:
    """What ``msvcrt.locking`` does: locks a byte where the file stands, for the handle; closing the handle gives it back."""

    LK_UNLCK, LK_LOCK, LK_NBLCK = 0, 1, 2

    def __init__(self):
        self.attempts = 0
        self._holders = {}
        self._changed = threading.Condition()

    def locking(self, descriptor, mode, size):
        status = os.fstat(descriptor)
        byte = (status.st_dev, status.st_ino, os.lseek(descriptor, 0, os.SEEK_CUR))
        assert size == 1
        with self._changed:
            if mode == self.LK_UNLCK:
                if self._holders.pop(byte, None) != descriptor:
                    raise PermissionError(errno.EACCES, "not locked by this handle")
                self._changed.notify_all()
                return
            # The real one tries ten times, a second apart; here an attempt is a twentieth of one.
            if not self._changed.wait_for(lambda: self._is_free(byte, descriptor), 0.05 if mode == self.LK_LOCK else 0):
                self.attempts += 1
                raise OSError(errno.EDEADLK if mode == self.LK_LOCK else errno.EACCES, "locked")
            self._holders[byte] = descriptor

    def _is_free(self, byte, descriptor):
        holder = self._holders.get(byte)
        if holder is None or holder == descriptor:  # the same number: the handle that had it was closed
            return True
        try:
            status = os.fstat(holder)
            return (status.st_dev, status.st_ino) != byte[:2]
        except OSError:
            return True


class OnWindows:
    """The tests of a class once more, with the locks of Windows."""

    def setUp(self):
        self.locks = WindowsLocks()
        for patch in (
            mock.patch.object(locking, "fcntl", None),
            mock.patch.object(locking, "msvcrt", self.locks, create=True),
            mock.patch.object(spools, "_IS_WINDOWS", True),
        ):
            patch.start()
            self.addCleanup(patch.stop)
        super().setUp()


class SpoolOnWindowsTest(OnWindows, test_spool.SpoolTest):
    pass


class IdentifierOnWindowsTest(OnWindows, test_spool.IdentifierTest):
    pass


class LocksOnWindowsTest(OnWindows, unittest.TestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "file"
        self.path.write_bytes(b"line\n")

    def open(self):
        file = open(self.path, "a+b")
        self.addCleanup(file.close)
        return file

    def test_a_lock_that_is_held_is_not_given_again_until_its_file_is_closed(self):
        first, second = self.open(), self.open()
        self.assertTrue(try_lock(first))
        self.assertFalse(try_lock(second))
        first.close()
        self.assertTrue(try_lock(second))

    def test_what_is_written_under_a_lock_is_appended(self):
        with self.open() as file, locked(file):
            file.write(b"more\n")
        self.assertEqual(self.path.read_bytes(), b"line\nmore\n")

    def test_who_waits_gets_the_lock_however_long_that_takes(self):
        holder, got = self.open(), []
        with locked(holder):
            waiting = threading.Thread(target=lambda: self.take(got))
            waiting.start()
            while self.locks.attempts < 3:
                self.assertTrue(waiting.is_alive())
            self.assertEqual(got, [])
        waiting.join(10)
        self.assertEqual(got, [True])

    def take(self, got):
        with open(self.path, "a+b") as file, locked(file):
            got.append(True)

    def test_another_failure_is_told(self):
        self.locks.locking = mock.Mock(side_effect=PermissionError(errno.EACCES, "denied"))
        with self.open() as file, self.assertRaises(PermissionError), locked(file):
            self.fail("this is not reached")


if __name__ == "__main__":
    unittest.main()
