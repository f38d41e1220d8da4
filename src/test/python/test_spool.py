"""The files of the spool: whole lines, in order, one owner each, whatever ends a process."""

import json
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from backend.database import spool as spools
from backend.database.identifiers import ProvisionalRoundId, RoundKey, SessionRegister, is_provisional
from backend.database.spool import RejectedFile, Spool
from backend.database.values import encode


def line(number):
    return encode({"round_number": number})


def numbers(lines):
    return [json.loads(entry)["round_number"] for entry in lines]


class FolderTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "spool"

    def files(self):
        return sorted(self.folder.glob("spool-*.ndjson"))

    def spool(self, *entries):
        spool = Spool(self.folder)
        self.addCleanup(spool.close)
        for number in entries:
            spool.append(line(number), durable=True)
        return spool


class SpoolTest(FolderTest):
    def test_entries_come_out_in_order_and_once(self):
        spool = self.spool(1, 2, 3)
        self.assertEqual(numbers(spool.read(2, 1000)), [1, 2])
        self.assertEqual(numbers(spool.read(2, 1000)), [3])
        self.assertEqual(spool.read(2, 1000), [])
        spool.rewind()
        self.assertEqual(numbers(spool.read(9, 1000)), [1, 2, 3])

    def test_answered_entries_are_not_sent_again(self):
        spool = self.spool(1, 2, 3)
        spool.answer(spool.read(1, 1000))
        spool.rewind()
        self.assertEqual(numbers(spool.read(9, 1000)), [2, 3])
        self.assertEqual((spool.appended, spool.answered, spool.pending), (3, 1, 2))

    def test_the_file_is_emptied_when_all_is_answered(self):
        spool = self.spool(1, 2)
        spool.answer(spool.read(9, 1000))
        self.assertEqual([file.stat().st_size for file in self.files()], [0])
        spool.append(line(3), durable=False)
        self.assertEqual(numbers(spool.read(9, 1000)), [3])
        self.assertEqual(self.files()[0].read_bytes(), line(3) + b"\n")

    def test_bytes_of_a_read_are_bounded_but_one_entry_always_comes(self):
        spool = self.spool(1, 2, 3)
        self.assertEqual(numbers(spool.read(9, 1)), [1])
        self.assertEqual(numbers(spool.read(9, 2 * len(line(2)) + 2)), [2, 3])

    def test_a_large_spool_is_cut_into_files_that_go_one_by_one(self):
        original = spools.SEGMENT_BYTES
        self.addCleanup(setattr, spools, "SEGMENT_BYTES", original)
        spools.SEGMENT_BYTES = 3 * len(line(1))
        spool = self.spool(*range(1, 8))
        self.assertEqual(len(self.files()), 3)
        spool.answer(spool.read(4, 1000))
        self.assertEqual(len(self.files()), 2)
        self.assertEqual(numbers(spool.read(9, 1000)), [5, 6, 7])

    def test_the_next_process_goes_on_with_what_is_left(self):
        first = self.spool(1, 2, 3)
        first.answer(first.read(1, 1000))
        first.close()
        second = self.spool()
        self.assertEqual(second.adopt(), 3)  # sent again from the start of the file: recognised, not stored twice
        second.append(line(4), durable=True)
        self.assertEqual(numbers(second.read(9, 1000)), [1, 2, 3, 4])
        second.answer([line(n) for n in (1, 2, 3, 4)])
        second.close()
        self.assertEqual(self.files(), [])

    def test_files_of_several_processes_are_taken_over_in_the_order_of_their_age(self):
        for number in (1, 2, 3):
            self.spool(number).close()
        spool = self.spool()
        self.assertEqual(spool.adopt(), 3)
        self.assertEqual(numbers(spool.read(9, 1000)), [1, 2, 3])

    def test_the_file_of_a_living_process_is_left_alone(self):
        self.spool(1)
        self.assertEqual(self.spool().adopt(), 0)
        self.assertEqual(len(self.files()), 1)

    def test_nothing_is_taken_over_while_something_is_pending(self):
        self.spool(1).close()
        spool = self.spool(2)
        self.assertEqual(spool.adopt(), 0)

    def test_a_torn_last_line_costs_only_itself(self):
        self.spool(1, 2).close()
        with open(self.files()[0], "ab") as file:
            file.write(b'{"round_number":3,"stake')
        spool = self.spool()
        with self.assertLogs("backend.database.spool", "WARNING"):
            self.assertEqual(spool.adopt(), 2)
        self.assertEqual(numbers(spool.read(9, 1000)), [1, 2])
        spool.answer([line(1), line(2)])
        self.assertEqual(self.files(), [])

    def test_a_damaged_line_in_the_middle_costs_only_itself(self):
        self.spool(1).close()
        self.files()[0].write_bytes(line(1) + b"\n" + b"\0" * 100 + b"\n" + line(2) + b"\n")
        spool = self.spool()
        with self.assertLogs("backend.database.spool", "WARNING"):
            self.assertEqual(spool.adopt(), 2)
        self.assertEqual(numbers(spool.read(9, 1000)), [1, 2])

    def test_an_empty_file_is_cleared_away(self):
        self.spool(1).close()
        self.files()[0].write_bytes(b"")
        self.assertEqual(self.spool().adopt(), 0)
        self.assertEqual(self.files(), [])

    def test_what_a_killed_process_appended_is_there(self):
        program = (
            "import os, signal, sys\n"
            "from pathlib import Path\n"
            "from backend.database.spool import Spool\n"
            "spool = Spool(Path(sys.argv[1]))\n"
            "[spool.append(b'{\"round_number\":%d}' % n, False) for n in range(1, 101)]\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        ended = subprocess.run([sys.executable, "-c", program, str(self.folder)], check=False)
        self.assertEqual(ended.returncode, -signal.SIGKILL)
        spool = self.spool()
        self.assertEqual(spool.adopt(), 100)
        self.assertEqual(numbers(spool.read(1000, 10**6)), list(range(1, 101)))

    def test_a_full_disk_leaves_no_half_line(self):
        spool = self.spool(1)
        segment = spool._segments[0]
        whole = segment._file

        class FullDisk:
            def write(self, data):
                return whole.write(data[:5])

            def __getattr__(self, name):
                return getattr(whole, name)

        segment._file = FullDisk()
        with self.assertRaises(OSError):
            spool.append(line(2), durable=False)
        segment._file = whole
        spool.append(line(3), durable=False)
        self.assertEqual(numbers(spool.read(9, 1000)), [1, 3])
        self.assertEqual(spool.appended, 2)

    def test_refused_entries_are_kept_with_the_reason(self):
        self.folder.mkdir()
        rejected = RejectedFile(self.folder)
        rejected.add(line(7), {"code": "invalid", "detail": "stake_value is missing"})
        kept = json.loads(rejected.path.read_text())
        self.assertEqual((kept["code"], kept["detail"], kept["entry"]), ("invalid", "stake_value is missing", {"round_number": 7}))


class IdentifierTest(FolderTest):
    KEY = RoundKey("bot", "session", 17)

    def test_an_id_says_which_round_it_is_after_a_restart_too(self):
        given = SessionRegister(self.folder).identifier(self.KEY)
        self.assertIsInstance(given, int)
        self.assertTrue(given)
        self.assertTrue(is_provisional(given))
        self.assertLess(given, 1 << 63)
        self.assertEqual((given.bot_id, given.session_id, given.round_number), self.KEY)
        self.assertEqual(SessionRegister(self.folder).key(int(given)), self.KEY)

    def test_processes_agree_on_the_number_of_a_session(self):
        one, other = SessionRegister(self.folder), SessionRegister(self.folder)
        self.assertEqual(one.identifier(self.KEY), other.identifier(self.KEY))
        second = RoundKey("bot", "other session", 17)
        self.assertNotEqual(one.identifier(second), one.identifier(self.KEY))
        self.assertEqual(other.identifier(second), one.identifier(second))

    def test_round_numbers_of_any_size(self):
        register = SessionRegister(self.folder)
        for number in (1, (1 << 42) - 1, 1 << 42, (1 << 63) - 1):
            key = RoundKey("bot", "session", number)
            self.assertEqual(SessionRegister(self.folder).key(int(register.identifier(key))), key)

    def test_an_id_of_elsewhere_means_nothing_here(self):
        self.assertIsNone(SessionRegister(self.folder).key((1 << 62) + (5 << 42) + 1))

    def test_a_torn_line_of_the_register_does_not_swallow_the_next(self):
        SessionRegister(self.folder).identifier(self.KEY)
        with open(self.folder / "sessions.ndjson", "ab") as file:
            file.write(b'{"number":2,"bot')
        second = RoundKey("bot", "second", 1)
        given = SessionRegister(self.folder).identifier(second)
        register = SessionRegister(self.folder)
        self.assertEqual(register.key(int(given)), second)
        self.assertEqual(register.key(int(register.identifier(self.KEY))), self.KEY)

    def test_ids_survive_being_written_down(self):
        given = SessionRegister(self.folder).identifier(self.KEY)
        self.assertEqual(json.loads(json.dumps(given)), int(given))
        self.assertIsInstance(given, ProvisionalRoundId)


if __name__ == "__main__":
    unittest.main()
