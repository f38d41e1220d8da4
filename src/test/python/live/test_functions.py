"""Every function against the running server: its arguments, and what it returns."""

import json
import os
import tempfile
import threading
import time
import unittest
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from backend import database
from backend.database import (
    CrashServerError,
    DatabaseConnection,
    Refused,
    create_session_log,
    flush,
    init_db,
    log_batch_rounds,
    log_crash_round,
    log_error,
    log_ocr_validation,
    log_round_multiplier_analytics,
    log_round_outcome,
    log_round_signal,
    session_scope,
    stream,
    update_session_log,
)
from backend.database import outbox as process
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
from backend.database import utils


class LiveTest(unittest.TestCase):
    def setUp(self):
        self.bot = f"py_{uuid.uuid4().hex[:12]}"

    def round(self, number=1, **more):
        arguments = {
            "bot_id": self.bot,
            "session_id": "s1",
            "game_name": "aviator",
            "platform_code": "dafabet",
            "round_number": number,
            "stake_value": Decimal("10.00"),
            "crash_multiplier": Decimal("2.45"),
            "cashout_multiplier": Decimal("1.33"),
            "round_outcome": "WIN",
            **more,
        }
        return log_crash_round(**arguments)

    def stored(self, number=1):
        with session_scope() as session:
            return session.query(CrashGameRound).filter_by(bot_id=self.bot, round_number=number).one_or_none()

    def refused(self, name="backend.database.logger"):
        return self.assertLogs(name, "ERROR")


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
            self.assertEqual(rounds.count(), 7)
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


class StatisticsTest(LiveTest):
    def test_figures_of_a_bot_a_strategy_and_a_game(self):
        strategy = f"st_{self.bot}"
        self.round(1, strategy_name=strategy)
        self.round(2, strategy_name=strategy, round_outcome="LOSS", cashout_multiplier=None)
        stats = utils.get_bot_statistics(self.bot)
        self.assertEqual((stats["total_rounds"], stats["wins"], stats["losses"], stats["win_rate_percent"], stats["total_profit"], stats["roi_percent"]),
                         (2, 1, 1, 50.0, -6.7, -33.5))
        self.assertEqual(utils.get_bot_statistics(self.bot, datetime(2020, 1, 1), datetime(2020, 1, 2))["total_rounds"], 0)
        self.assertEqual(utils.get_bot_statistics(self.bot, start_date=datetime.now(timezone.utc) - timedelta(days=1))["total_rounds"], 2)
        performance = utils.get_strategy_performance(strategy)
        self.assertEqual((performance["strategy"], performance["total_rounds"], performance["avg_profit_per_round"]), (strategy, 2, -3.35))
        game = utils.get_game_statistics("aviator", platform_code="dafabet")
        self.assertEqual(game["bots"][self.bot], 2)
        distribution = utils.get_multiplier_distribution("aviator", limit=10)
        self.assertLessEqual({"avg_multiplier", "percentile_10", "percentile_50", "percentile_90", "crashes", "cashouts"}, set(distribution))

    def test_what_is_unknown_is_an_error_in_the_answer(self):
        for answer in (utils.get_bot_statistics("nobody"), utils.get_session_summary(uuid.uuid4().hex), utils.get_strategy_performance("none"), utils.get_game_statistics("chess")):
            self.assertEqual(list(answer), ["error"])
        self.assertEqual(utils.export_multipliers_for_ml("chess"), [])

    def test_exports(self):
        for number in (1, 2, 3):
            self.round(number)
        rounds = utils.export_rounds_to_json(self.bot, limit=2)
        self.assertEqual([row["round_number"] for row in rounds], [3, 2])
        self.assertEqual((rounds[0]["stake"], rounds[0]["crash_multiplier"], rounds[0]["outcome"]), (10.0, 2.45, "WIN"))
        multipliers = utils.export_multipliers_for_ml("aviator", bot_id=self.bot, limit=5)
        self.assertEqual(len(multipliers), 5)
        json.dumps([rounds, multipliers])

    def test_names_that_need_quoting(self):
        name = f"{self.bot} ä/?#%"
        self.round(bot_id=name)
        self.assertEqual(utils.get_bot_statistics(name)["total_rounds"], 1)

    def test_the_database(self):
        size = utils.get_database_size()
        self.assertIn("crash_game_rounds", size["tables"])
        self.assertGreaterEqual(size["total_records"], 0)
        self.assertIs(DatabaseConnection.test_connection(), True)
        self.assertIsNone(init_db())
        self.assertIsNone(DatabaseConnection.create_all_tables())


class AsyncTest(LiveTest):
    def test_ids_are_good_before_the_rounds_are_stored(self):
        round_id = self.round(7, log_async=True)
        self.assertEqual((round_id.bot_id, round_id.session_id, round_id.round_number), (self.bot, "s1", 7))
        self.assertTrue(log_round_outcome(round_id, 7, self.bot, hit_target=True, log_async=True))
        self.assertTrue(log_error(self.bot, "s1", round_id, "x", log_async=True))
        self.assertTrue(flush(30))
        self.assertTrue(log_round_signal(int(round_id), signal_type="after"))
        self.assertEqual(self.stored(7).stake_value, 10)
        with self.refused():
            self.assertIsNone(log_round_signal(round_id, round_number=8, signal_type="other round"))

    def test_a_stream_counts_its_answers(self):
        with self.assertLogs("backend.database.sender", "ERROR"), stream() as sent:
            for number in range(1, 1001):
                self.assertTrue(self.round(number))
            self.round(1)
            self.round(1001, stake_value=-1)
        self.assertEqual((sent.sent, sent.stored, sent.duplicates, sent.rejected, sent.pending), (1002, 1000, 1, 1, 0))
        self.assertIn("stake_value", sent.reasons[0])
        self.assertEqual(utils.get_bot_statistics(self.bot)["total_rounds"], 1000)
        self.assertIs(type(self.round(2000)), int)

    def test_order_is_kept_between_what_waits_and_what_does_not(self):
        create_session_log(self.bot, "s1", "aviator", log_async=True)
        round_id = self.round(1, log_async=True)
        self.assertTrue(log_round_outcome(round_id, outcome="WIN"))
        self.assertIs(type(self.round(2)), int)

    def test_streams_of_several_threads(self):
        figures = []

        def play(session):
            with stream() as sent:
                for number in range(1, 301):
                    self.round(number, session_id=session)
            figures.append((sent.stored, sent.rejected, sent.pending))

        threads = [threading.Thread(target=play, args=(f"s{n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(figures, [(300, 0, 0)] * 4)


class WayToTheServerTest(LiveTest):
    """With settings of its own."""

    def setUp(self):
        super().setUp()
        self.saved = {name: os.environ.get(name) for name in ("CRASH_SERVER_URL", "CRASH_SERVER_TOKEN", "CRASH_SPOOL_DIR")}
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.addCleanup(self.restore)

    def restore(self):
        process.close()
        for name, value in self.saved.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    def use(self, **settings):
        process.close()
        os.environ.update(settings)

    def test_without_a_server_loggers_accept_and_questions_fail(self):
        self.use(CRASH_SERVER_URL="http://127.0.0.1:9", CRASH_SPOOL_DIR=self.folder.name)
        started = time.monotonic()
        round_id = self.round()
        self.assertEqual(round_id.round_number, 1)
        self.assertTrue(log_round_signal(round_id, signal_type="t"))
        self.assertEqual(create_session_log(self.bot, "s1", "aviator"), "s1")
        self.assertIs(update_session_log("s1"), True)
        self.assertTrue(all(log_batch_rounds([{"bot_id": self.bot, "session_id": "s1", "round_number": n} for n in (2, 3)])))
        self.assertLess(time.monotonic() - started, 5)
        self.assertIs(DatabaseConnection.test_connection(), False)
        self.assertRaises(CrashServerError, init_db)
        self.assertRaises(CrashServerError, utils.get_bot_statistics, self.bot)
        self.assertIs(flush(0.1), False)

    def test_a_spool_that_cannot_be_written_is_no_reason_to_stop_the_bot(self):
        file = os.path.join(self.folder.name, "file")
        open(file, "w").close()
        self.use(CRASH_SERVER_URL="http://127.0.0.1:9", CRASH_SPOOL_DIR=file)
        with self.refused():
            self.assertIsNone(self.round())

    def test_a_wrong_address_is_told(self):
        self.use(CRASH_SERVER_URL="nonsense")
        with self.refused() as logged:
            self.assertIsNone(self.round())
        self.assertIn("CRASH_SERVER_URL", logged.output[0])
        self.assertIs(DatabaseConnection.test_connection(), False)

    def test_the_address_may_be_in_a_dotenv_file(self):
        here = os.getcwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.folder.name)
        with open(".env", "w", encoding="utf-8") as file:
            file.write(f"# the server\nexport CRASH_SERVER_URL='{self.saved['CRASH_SERVER_URL']}'\nDB_HOST=old\n")
        process.close()
        del os.environ["CRASH_SERVER_URL"]
        self.assertIs(DatabaseConnection.test_connection(), True)


class PackageTest(unittest.TestCase):
    def test_what_is_exported_is_there(self):
        for name in database.__all__:
            self.assertTrue(hasattr(database, name), name)


if __name__ == "__main__":
    unittest.main()
