"""Rounds, one by one and in batches, against the running server."""

import os
import threading
import unittest
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from backend.database import log_batch_rounds, log_crash_round
from live_case import LiveTest


class RoundTest(LiveTest):
    def test_an_id_of_the_server_and_the_same_one_again(self):
        first = self.round()
        self.assertIs(type(first), int)
        self.assertEqual(self.round(), first)
        self.assertEqual(self.stored().id, first)

    def test_numbers_of_every_kind_are_the_same(self):
        ids = {self.round(stake_value=stake, crash_multiplier=crash) for stake, crash in ((Decimal("10.00"), "2.45"), (10, 2.45), (10.0, Decimal("2.45")), ("10", "2.450"))}
        self.assertEqual(len(ids), 1)

    def test_what_is_left_out_is_derived(self):
        self.round(running_balance_before=Decimal("1000.00"))
        stored = self.stored()
        self.assertEqual(stored.profit_loss_amount, Decimal("3.30"))
        self.assertEqual(stored.running_balance_after, Decimal("1003.30"))
        self.assertEqual(stored.strategy_name, "custom")

    def test_every_argument_arrives(self):
        self.round(
            profit_loss="3.30", running_balance_before=1000, running_balance_after=1003.3, ocr_text="1.33x", ocr_confidence=0.95,
            error_type="timeout", error_description="slow", strategy_name="compound_1.33x", metadata={"a": [1, Decimal("2.5")]},
            target_multiplier=1.33, round_external_id="x1", retry_count=2, ocr_timeout_flag=True,
            round_start_timestamp=datetime(2026, 1, 2, 3, 4, 5, 678901), round_end_timestamp=datetime(2026, 1, 2, 3, 4, 7),
        )
        stored = self.stored()
        self.assertEqual(stored.ocr_raw_text, "1.33x")
        self.assertEqual(stored.multiplier_detection_confidence, Decimal("0.95"))
        self.assertEqual((stored.error_type, stored.error_description, stored.strategy_name), ("timeout", "slow", "compound_1.33x"))
        self.assertEqual(stored.metadata, {"a": [1, Decimal("2.5")]})
        self.assertEqual((stored.target_multiplier, stored.round_external_id, stored.retry_count), (Decimal("1.33"), "x1", 2))
        self.assertEqual(stored.round_start_timestamp, datetime(2026, 1, 2, 3, 4, 5, 678901))
        self.assertIs(stored.ocr_timeout_flag, True)

    def test_the_start_of_a_round_is_the_time_of_the_call(self):
        before = datetime.now(timezone.utc).replace(tzinfo=None)
        self.round()
        self.assertLess(abs(self.stored().round_start_timestamp - before), timedelta(seconds=5))

    def test_other_facts_under_the_same_key_are_refused_and_the_reason_is_logged(self):
        self.round()
        with self.refused() as logged:
            self.assertIsNone(self.round(stake_value=11))
        self.assertIn("round_conflict", logged.output[0])
        self.assertEqual(self.stored().stake_value, 10)

    def test_what_is_wrong_is_named(self):
        for wrong, name in (({"stake_value": -1}, "stake_value"), ({"stake_value": float("nan")}, "stake_value"), ({"typo": 1}, "typo"),
                            ({"game_name": "chess"}, "chess"), ({"round_number": 0}, "round_number"), ({"round_outcome": "DRAW"}, "round_outcome")):
            with self.subTest(wrong), self.refused() as logged:
                self.assertIsNone(self.round(**wrong))
            self.assertIn(name, logged.output[0])
        self.assertIsNone(self.stored())

    def test_a_profit_that_contradicts_is_stored_and_warned_about(self):
        with self.assertLogs("backend.database.logger", "WARNING"):
            self.assertTrue(self.round(profit_loss=100))
        self.assertEqual(self.stored().profit_loss_amount, 100)

    def test_positional_arguments_in_a_thread(self):
        thread = threading.Thread(target=log_crash_round, args=(self.bot, "s1", "aviator", "dafabet", 1, 10, 2.45, 1.33, "WIN", 3.30, 1000, 1003.30))
        thread.start()
        thread.join()
        self.assertEqual(self.stored().running_balance_after, Decimal("1003.30"))

    def test_many_threads_at_once(self):
        ids = []
        threads = [threading.Thread(target=lambda n=n: ids.append(self.round(n))) for n in range(1, 41)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(ids) - {None}), 40)

    def test_a_child_process_has_connections_of_its_own(self):
        self.round(1)
        child = os.fork()
        if child == 0:
            os._exit(0 if self.round(2) else 1)
        self.assertTrue(self.round(3))
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        self.assertIsNotNone(self.stored(2))


class BatchTest(LiveTest):
    def rounds(self, numbers, **more):
        return [{"bot_id": self.bot, "session_id": "s1", "game_name": "jetx", "platform_code": "smartsoft", "round_number": number,
                 "stake_value": Decimal("1.00"), **more} for number in numbers]

    def test_ids_in_order_and_none_for_the_bad_one(self):
        rounds = self.rounds(range(1, 6))
        rounds[2]["stake_value"] = -1
        with self.refused():
            ids = log_batch_rounds(rounds)
        self.assertEqual([number is None for number in ids], [False, False, True, False, False])
        again = log_batch_rounds(rounds[:2])
        self.assertEqual(again, ids[:2])

    def test_more_than_one_call_takes(self):
        ids = log_batch_rounds(iter(self.rounds(range(1, 2502))))
        self.assertEqual(len(set(ids)), 2501)

    def test_names_of_the_columns_and_nothing_at_all(self):
        self.assertEqual(log_batch_rounds([]), [])
        rounds = self.rounds([1], crash_multiplier_detected=2, meta_data={"a": 1}, round_start_timestamp=datetime(2026, 1, 1))
        self.assertTrue(all(log_batch_rounds(rounds)))
        self.assertEqual(self.stored().meta_data, {"a": 1})

    def test_what_is_no_round_costs_only_itself(self):
        with self.refused():
            ids = log_batch_rounds([None, *self.rounds([1])])
        self.assertEqual([bool(number) for number in ids], [False, True])


if __name__ == "__main__":
    unittest.main()
