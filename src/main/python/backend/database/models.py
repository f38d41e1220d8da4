"""The tables as classes. Their columns have the names, and their rows the values, that the tables have.

Add them with ``session.add``, read them with ``session.query``; see :mod:`backend.database.session`.
"""

from __future__ import annotations

from typing import Any, Tuple, Type

from .columns import Model, decimal, document, flag, moment, text, whole


class BotVMRegistration(Model):
    """A bot and the machine it runs on. Adding one that is registered updates it."""

    __tablename__ = "bot_vm_registration"

    id = whole()
    bot_id = text()
    bot_name = text()
    vm_name = text()
    vm_provider = text()
    region = text()
    session_id = text()
    strategy_name = text()
    is_active = flag()
    initial_balance = decimal()
    base_stake = decimal()
    max_stake = decimal()
    created_at = moment()
    updated_at = moment()


class GamePlatformConfig(Model):
    """A game on a platform. Adding one that is configured updates it; a new game is taken in by adding it."""

    __tablename__ = "game_platform_config"

    id = whole()
    game_name = text()
    platform_code = text()
    platform_url = text()
    round_external_id_format = text()
    currency = text()
    house_edge_percent = decimal()
    min_multiplier = decimal()
    max_multiplier = decimal()
    is_active = flag()
    created_at = moment()


class CrashGameRound(Model):
    """A round, with everything that is known of it."""

    __tablename__ = "crash_game_rounds"

    id = whole()
    bot_id = text()
    session_id = text()
    game_name = text()
    platform_code = text()
    round_external_id = text()
    currency = text()
    round_number = whole()
    round_start_timestamp = moment()
    round_end_timestamp = moment()
    duration_seconds = decimal()
    processing_time_ms = decimal()
    stake_value = decimal()
    stake_before_update = decimal()
    stake_after_update = decimal()
    strategy_name = text()
    target_multiplier = decimal()
    manual_override_flag = flag()
    stake_placement_result = text()
    crash_multiplier_detected = decimal()
    cashout_multiplier = decimal()
    final_multiplier = decimal()
    multiplier_source = text()
    cashout_amount = decimal()
    profit_loss_amount = decimal()
    running_balance_before = decimal()
    running_balance_after = decimal()
    expected_profit = decimal()
    variance_from_strategy = decimal()
    roi_percent = decimal()
    ocr_raw_text = text()
    ocr_cleaned_value = text()
    multiplier_detection_confidence = decimal()
    cashout_detection_confidence = decimal()
    ocr_timeout_flag = flag()
    screenshot_reference_id = text()
    round_outcome = text()
    error_type = text()
    error_description = text()
    recovery_action_taken = text()
    retry_count = whole()
    metadata = document()
    created_at = moment()
    updated_at = moment()

    @property
    def meta_data(self) -> Any:
        """Another name of ``metadata``."""
        return self.metadata

    @meta_data.setter
    def meta_data(self, value: Any) -> None:
        self.metadata = value


class _RowOfARound(Model):
    """What the rows have in common of which a round may have many."""

    id = whole()
    round_id = whole()
    bot_id = text()
    session_id = text()
    timestamp = moment()


class AnalyticsRoundMultiplier(_RowOfARound):
    """A multiplier of a round: a tick, its crash or its cash-out."""

    __tablename__ = "analytics_round_multipliers"

    round_number = whole()
    round_external_id = text()
    multiplier = decimal()
    game_name = text()
    platform_code = text()
    is_crash_multiplier = flag()
    is_cashout_multiplier = flag()
    max_in_round = flag()
    ocr_confidence = decimal()
    data_quality_score = decimal()


class AnalyticsRoundSignal(_RowOfARound):
    """A signal about a round, and what became of it."""

    __tablename__ = "analytics_round_signals"

    round_number = whole()
    game_name = text()
    signal_type = text()
    confidence_score = decimal()
    signal_strength = decimal()
    time_to_crash_predicted_ms = decimal()
    volatility_measure = decimal()
    momentum_score = decimal()
    pattern_match_type = text()
    similar_rounds_count = whole()
    predicted_multiplier = decimal()
    predicted_ahead = flag()
    signal_correctness = flag()
    actual_multiplier = decimal()
    prediction_error = decimal()
    feature_vector = document()


class AnalyticsRoundOutcome(_RowOfARound):
    """The outcome of a round, for reports."""

    __tablename__ = "analytics_round_outcomes"

    round_number = whole()
    game_name = text()
    platform_code = text()
    strategy_name = text()
    outcome = text()
    profit_loss = decimal()
    roi_percent = decimal()
    bet_amount = decimal()
    winnings = decimal()
    loss_amount = decimal()
    target_multiplier = decimal()
    actual_multiplier = decimal()
    multiplier_error = decimal()
    hit_target = flag()
    win_streak_length = whole()
    loss_streak_length = whole()
    outcome_category = text()
    duration_seconds = decimal()


class OCRValidationLog(_RowOfARound):
    """A reading of the screen."""

    __tablename__ = "ocr_validation_logs"

    raw_ocr_text = text()
    cleaned_value = text()
    confidence = decimal()
    validation_status = text()


class ErrorLog(_RowOfARound):
    """An error that a bot met."""

    __tablename__ = "error_logs"

    error_type = text()
    error_message = text()
    error_trace = text()
    recovery_action = text()


class SessionLog(Model):
    """A session and its figures, right at every moment."""

    __tablename__ = "session_logs"

    id = whole()
    bot_id = text()
    session_id = text()
    game_name = text()
    start_time = moment()
    end_time = moment()
    duration_seconds = decimal()
    initial_balance = decimal()
    final_balance = decimal()
    total_profit_loss = decimal()
    total_roi_percent = decimal()
    total_rounds = whole()
    winning_rounds = whole()
    losing_rounds = whole()
    win_rate = decimal()
    largest_win = decimal()
    largest_loss = decimal()
    average_win = decimal()
    average_loss = decimal()
    status = text()
    notes = text()


#: All of them.
TABLES: Tuple[Type[Model], ...] = (
    BotVMRegistration,
    GamePlatformConfig,
    CrashGameRound,
    AnalyticsRoundMultiplier,
    AnalyticsRoundSignal,
    AnalyticsRoundOutcome,
    OCRValidationLog,
    ErrorLog,
    SessionLog,
)
