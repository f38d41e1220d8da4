"""Rows that are added and read, as the guide does it."""

import json
import unittest
import uuid
from datetime import datetime
from decimal import Decimal

from backend.database import Refused, get_session, log_error, log_ocr_validation, log_round_signal, session_scope
from backend.database.models import (
    AnalyticsRoundMultiplier,
    AnalyticsRoundOutcome,
    AnalyticsRoundSignal,
    BotVMRegistration,
    CrashGameRound,
    ErrorLog,
    GamePlatformConfig,
    OCRValidationLog,
    SessionLog,
)
from live_case import LiveTest


class ModelTest(LiveTest):
    def test_a_bot_is_registered_and_completed(self):
        with session_scope() as session:
            bot = BotVMRegistration(bot_id=self.bot, bot_name="Main", vm_provider="digitalocean", initial_balance=Decimal("1000.00"), base_stake=10, max_stake=100.5)
            session.add(bot)
            self.assertEqual(bot.bot_id, self.bot)
            session.flush()
            self.assertTrue(bot.id)
        with session_scope() as session:
            session.add(BotVMRegistration(bot_id=self.bot, region="nyc3"))
        with session_scope() as session:
            bot = session.query(BotVMRegistration).filter_by(bot_id=self.bot).first()
        self.assertEqual((bot.bot_name, bot.region, bot.initial_balance, bot.is_active), ("Main", "nyc3", Decimal("1000.00"), True))
        self.assertIsInstance(bot.created_at, datetime)

    def test_a_session_of_ones_own_is_committed_and_closed_by_hand(self):
        session = get_session()
        session.add(BotVMRegistration(bot_id=self.bot, bot_name="by hand"))
        session.commit()
        session.add(BotVMRegistration(bot_id=self.bot, bot_name="forgotten"))
        session.rollback()
        session.commit()
        self.assertEqual(session.query(BotVMRegistration).filter_by(bot_id=self.bot).first().bot_name, "by hand")
        session.close()

    def test_what_is_wrong_is_raised_and_nothing_is_sent_after_a_failure(self):
        with self.assertRaises(Refused), session_scope() as session:
            session.add(BotVMRegistration(bot_id=self.bot, vm_provider="nowhere"))
        with self.assertRaises(RuntimeError), session_scope() as session:
            session.add(BotVMRegistration(bot_id=self.bot))
            raise RuntimeError
        with session_scope() as session:
            self.assertIsNone(session.query(BotVMRegistration).filter_by(bot_id=self.bot).first())
            self.assertRaises(TypeError, BotVMRegistration, colour="red")
            self.assertRaises(TypeError, session.add, "a bot")

    def test_a_new_game_is_one_row(self):
        game = f"g_{uuid.uuid4().hex[:8]}"
        with session_scope() as session:
            session.add(GamePlatformConfig(game_name=game, platform_code="p 1/2", currency="EUR", house_edge_percent=Decimal("3.50")))
        with session_scope() as session:
            rows = session.query(GamePlatformConfig).filter_by(game_name=game).all()
        self.assertEqual([(row.platform_code, row.currency, row.house_edge_percent) for row in rows], [("p 1/2", "EUR", Decimal("3.50"))])
        self.assertTrue(self.round(game_name=game, platform_code="p 1/2"))

    def test_rounds_as_rows(self):
        with session_scope() as session:
            row = CrashGameRound(bot_id=self.bot, session_id="s1", game_name="aviator", platform_code="x", round_number=1, stake_value=1,
                                 round_start_timestamp=datetime(2026, 1, 1), strategy_name="custom", round_outcome="SKIP")
            session.add(row)
            session.flush()
            self.assertEqual(self.stored().id, row.id)
            session.add(ErrorLog(bot_id=self.bot, error_type="x"))
            session.add(SessionLog(bot_id=self.bot, session_id="s2", game_name="jetx", initial_balance=5))
            session.add(AnalyticsRoundSignal(round_id=row.id, signal_type="t"))
            session.add(AnalyticsRoundOutcome(round_id=row.id, outcome_category="neutral"))

    def test_queries(self):
        for number in range(1, 8):
            self.round(number, round_outcome="LOSS" if number % 2 else "WIN", cashout_multiplier=None if number % 2 else 1.5,
                       session_id="s1" if number < 6 else "s2", round_start_timestamp=datetime(2026, 1, number))
        with session_scope() as session:
            rounds = session.query(CrashGameRound).filter_by(bot_id=self.bot)
            numbers = lambda query: [row.round_number for row in query.all()]
            self.assertEqual(numbers(rounds), [1, 2, 3, 4, 5, 6, 7])
            self.assertEqual((rounds.count(), rounds.limit(3).count(), rounds.filter_by(session_id="none").count()), (7, 3, 0))
            self.assertEqual(numbers(rounds.order_by(CrashGameRound.round_number.desc()).limit(3)), [7, 6, 5])
            self.assertEqual(numbers(rounds.order_by(CrashGameRound.round_start_timestamp.desc()).limit(2)), [7, 6])
            self.assertEqual(numbers(rounds.order_by("round_outcome", CrashGameRound.round_number.desc()).offset(1).limit(3)), [5, 3, 1])
            self.assertEqual(numbers(rounds.filter_by(round_outcome="WIN")), [2, 4, 6])
            self.assertEqual(numbers(rounds.filter(CrashGameRound.round_start_timestamp >= datetime(2026, 1, 5), CrashGameRound.round_start_timestamp < "2026-01-07T00:00:00Z")), [5, 6])
            self.assertEqual(numbers(rounds.filter(CrashGameRound.round_number.in_([1, 7]), CrashGameRound.stake_value <= 10)), [1, 7])
            self.assertEqual(numbers(rounds.filter(CrashGameRound.cashout_multiplier == None)), [1, 3, 5, 7])  # noqa: E711
            self.assertEqual(numbers(rounds.filter_by(session_id="s2")), [6, 7])
            first = rounds.first()
            self.assertEqual(first.round_number, 1)
            self.assertEqual(session.query(CrashGameRound).get(first.id).round_start_timestamp, datetime(2026, 1, 1))
            self.assertIsNone(session.query(CrashGameRound).filter_by(bot_id=self.bot, round_number=99).first())
            self.assertRaises(ValueError, rounds.one_or_none)
            self.assertRaises(AttributeError, rounds.filter_by, colour="red")
            json.dumps(first.to_dict(), default=str)
            sessions = session.query(SessionLog).filter_by(bot_id=self.bot).all()
            self.assertEqual([(row.session_id, row.total_rounds) for row in sessions], [("s1", 5), ("s2", 2)])
            self.assertEqual(session.query(SessionLog).filter_by(session_id="s2", bot_id=self.bot).first().winning_rounds, 1)

    def test_multipliers_and_signals_are_read(self):
        round_id = self.round()
        log_round_signal(round_id, 1, self.bot, "aviator", "t", 0.5)
        with session_scope() as session:
            multipliers = session.query(AnalyticsRoundMultiplier).filter_by(bot_id=self.bot, game_name="aviator").all()
            self.assertEqual(sorted((row.multiplier, row.is_crash_multiplier) for row in multipliers), [(Decimal("1.33"), False), (Decimal("2.45"), True)])
            signal = session.query(AnalyticsRoundSignal).filter_by(bot_id=self.bot).first()
            self.assertEqual((signal.round_id, signal.confidence_score, signal.actual_multiplier), (round_id, Decimal("0.5"), Decimal("2.45")))

    def test_outcomes_errors_and_readings_are_read(self):
        for number in (1, 2, 3):
            self.round(number, round_outcome="LOSS" if number == 2 else "WIN", round_start_timestamp=datetime(2026, 1, number))
        log_error(self.bot, error_type="timeout", error_message="slow", session_id="s1")
        log_error(self.bot, error_type="ocr_error", error_message="blurred")
        log_ocr_validation(self.bot, "1.3x", confidence=0.5)
        with session_scope() as session:
            outcomes = session.query(AnalyticsRoundOutcome).filter_by(bot_id=self.bot)
            self.assertEqual([(row.round_number, row.outcome, row.win_streak_length) for row in outcomes.all()], [(1, "WIN", 1), (2, "LOSS", 0), (3, "WIN", 1)])
            self.assertEqual(outcomes.filter(AnalyticsRoundOutcome.timestamp >= datetime(2026, 1, 2)).count(), 2)
            self.assertEqual(outcomes.filter_by(outcome="LOSS").first().profit_loss, Decimal("-10"))
            errors = session.query(ErrorLog).filter_by(bot_id=self.bot)
            self.assertEqual([(row.error_type, row.error_message, row.session_id) for row in errors.all()], [("timeout", "slow", "s1"), ("ocr_error", "blurred", None)])
            self.assertEqual(errors.filter_by(error_type="ocr_error").count(), 1)
            self.assertEqual(errors.order_by(ErrorLog.id.desc()).first().error_type, "ocr_error")
            self.assertIn(self.bot, {row.bot_id for row in session.query(ErrorLog).all()})
            reading = session.query(OCRValidationLog).filter_by(bot_id=self.bot).one_or_none()
            self.assertEqual((reading.raw_ocr_text, reading.confidence), ("1.3x", Decimal("0.5")))


if __name__ == "__main__":
    unittest.main()
