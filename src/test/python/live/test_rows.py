"""Sessions, and what belongs to a round: arguments, and what is returned."""

import unittest
import uuid
from decimal import Decimal

from backend.database import (
    create_session_log,
    log_error,
    log_ocr_validation,
    log_round_multiplier_analytics,
    log_round_outcome,
    log_round_signal,
    update_session_log,
)
from backend.database import utils
from live_case import LiveTest


class RowsOfARoundTest(LiveTest):
    def test_as_the_guide_logs_them(self):
        round_id = self.round()
        multiplier = log_round_multiplier_analytics(round_id=round_id, multiplier=Decimal("2.45"), bot_id=self.bot, game_name="aviator",
                                                    platform_code="dafabet", is_crash=True, ocr_confidence=0.95)
        signal = log_round_signal(round_id=round_id, round_number=1, bot_id=self.bot, game_name="aviator", signal_type="early_flight",
                                  confidence_score=0.92, pattern_type="exponential", feature_vector={"volatility": 0.65})
        outcome = log_round_outcome(round_id=round_id, round_number=1, bot_id=self.bot, game_name="aviator", platform_code="dafabet",
                                    strategy_name="compound_1.33x", outcome="WIN", profit_loss=Decimal("3.30"), roi_percent=33,
                                    target_multiplier=1.33, actual_multiplier="2.45", hit_target=True)
        for row in (multiplier, signal, outcome):
            self.assertIs(type(row), int)

    def test_every_argument_is_taken(self):
        round_id = self.round()
        self.assertTrue(log_round_multiplier_analytics(round_id, "ext", 1.5, self.bot, "aviator", "dafabet", False, True, True, 0.9, 0.98))
        self.assertTrue(log_round_signal(round_id, 1, self.bot, "aviator", "t", 0.9, 0.8, 3200, 0.65, 0.78, "linear", 145, {"a": 0.1}, predicted_multiplier=2))
        self.assertTrue(log_round_outcome(round_id, 1, self.bot, "aviator", "dafabet", "custom", "WIN", 3.3, 33.0, 10, 13.3, None, 1.33, 2.45, True, 1, 0,
                                          "small_win", 4.2))

    def test_a_signal_before_its_round_is_evidence(self):
        self.assertTrue(log_round_signal(None, 1, self.bot, "aviator", "forecast", 0.8, session_id="s1", predicted_multiplier=2))
        self.round()
        figures = utils.get_signal_effectiveness(bot_id=self.bot)
        self.assertEqual((figures["evaluated_signals"], figures["correct_predictions"]), (1, 1))

    def test_an_event_is_stored_once(self):
        round_id = self.round()
        ids = {log_round_signal(round_id, signal_type="t", event_id="e1") for _ in range(3)}
        self.assertEqual(len(ids), 1)

    def test_an_unknown_round_is_refused(self):
        with self.refused() as logged:
            self.assertIsNone(log_round_outcome(round_id=10**15, outcome="WIN"))
        self.assertIn("round_not_found", logged.output[0])

    def test_errors_and_readings(self):
        round_id = self.round()
        self.assertTrue(log_error(self.bot, "s1", round_id, "ocr_error", "cannot read", "Traceback ...", "retry"))
        self.assertTrue(log_error(bot_id=self.bot, error_message="no session, no type"))
        self.assertTrue(log_ocr_validation(self.bot, "1.33x", round_id, Decimal("1.33"), 0.95, "VALID"))
        self.assertTrue(log_ocr_validation(bot_id=self.bot, raw_ocr_text="?"))
        with self.refused():
            self.assertIsNone(log_ocr_validation(self.bot, None))


class SessionTest(LiveTest):
    def test_a_session_from_its_start_to_its_end(self):
        self.assertEqual(create_session_log(bot_id=self.bot, session_id="s1", game_name="aviator", initial_balance=Decimal("500.00")), "s1")
        self.assertEqual(create_session_log(self.bot, "s1", "aviator", 500), "s1")
        self.round()
        self.assertIs(update_session_log("s1", final_balance=Decimal("503.30"), status="completed", notes="good"), True)
        summary = utils.get_session_summary("s1", bot_id=self.bot)
        self.assertEqual((summary["status"], summary["initial_balance"], summary["final_balance"], summary["notes"]), ("completed", 500.0, 503.3, "good"))
        self.assertEqual((summary["total_rounds"], summary["winning_rounds"], summary["win_rate"]), (1, 1, 1.0))

    def test_the_session_this_process_opened_is_meant(self):
        other = self.bot + "_other"
        create_session_log(self.bot, "same", "aviator", 1)
        create_session_log(other, "same", "aviator", 2)
        update_session_log("same", status="error", bot_id=self.bot)
        update_session_log("same")
        self.assertEqual(utils.get_session_summary("same", bot_id=self.bot)["status"], "error")
        self.assertEqual(utils.get_session_summary("same", bot_id=other)["status"], "completed")

    def test_contradictions_and_unknown_sessions_are_refused(self):
        create_session_log(self.bot, "s1", "aviator", 500)
        with self.refused():
            self.assertIsNone(create_session_log(self.bot, "s1", "aviator", 600))
        with self.refused():
            self.assertIs(update_session_log(uuid.uuid4().hex), False)


if __name__ == "__main__":
    unittest.main()
