"""The loggers of what belongs to a round, or to a bot: multipliers, signals, outcomes, errors, readings of the screen.

Bots import them from :mod:`backend.database`; what all loggers have in common is said in :mod:`backend.database.logger`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, Optional, Union

from . import values
from .entries import Named, failed, log_row, row_id, send
from .values import Number


def log_round_multiplier_analytics(
    round_id: Optional[int] = None,
    round_external_id: Optional[str] = None,
    multiplier: Optional[Number] = None,
    bot_id: Optional[str] = None,
    game_name: Optional[str] = None,
    platform_code: Optional[str] = None,
    is_crash: bool = False,
    is_cashout: bool = False,
    is_max: bool = False,
    ocr_confidence: Optional[Number] = None,
    data_quality_score: Optional[Number] = None,
    *,
    session_id: Optional[str] = None,
    round_number: Optional[int] = None,
    timestamp: Optional[Union[datetime, str]] = None,
    event_id: Optional[str] = None,
    log_async: Optional[bool] = None,
    **columns: Any,
) -> Optional[int]:
    """Logs a multiplier of a round: its crash, its cash-out, or a tick of the flight. Returns the row's id.

    A stated crash or cash-out replaces the row that was derived. A multiplier may come before its round, named by
    bot_id, session_id and round_number instead of round_id.
    """
    fields = {
        **columns,
        "round_external_id": round_external_id,
        "multiplier": multiplier,
        "game_name": game_name,
        "platform_code": platform_code,
        "is_crash": is_crash,
        "is_cashout": is_cashout,
        "is_max": is_max,
        "ocr_confidence": ocr_confidence,
        "data_quality_score": data_quality_score,
    }
    named = Named(round_id, bot_id, session_id, round_number)
    return log_row("multiplier", named, fields, log_async, timestamp, event_id)


def log_round_signal(
    round_id: Optional[int] = None,
    round_number: Optional[int] = None,
    bot_id: Optional[str] = None,
    game_name: Optional[str] = None,
    signal_type: Optional[str] = None,
    confidence_score: Optional[Number] = None,
    signal_strength: Optional[Number] = None,
    time_to_crash_ms: Optional[Number] = None,
    volatility: Optional[Number] = None,
    momentum: Optional[Number] = None,
    pattern_type: Optional[str] = None,
    similar_rounds: Optional[int] = None,
    feature_vector: Optional[Dict[str, Any]] = None,
    *,
    predicted_multiplier: Optional[Number] = None,
    session_id: Optional[str] = None,
    timestamp: Optional[Union[datetime, str]] = None,
    event_id: Optional[str] = None,
    log_async: Optional[bool] = None,
    **columns: Any,
) -> Optional[int]:
    """Logs a signal, a pattern or prediction about a round. Returns the row's id.

    A prediction counts as evidence only when it was logged before its round: name the round by bot_id, session_id and
    round_number instead of round_id, and give ``predicted_multiplier``.
    """
    fields = {
        **columns,
        "game_name": game_name,
        "signal_type": signal_type,
        "confidence_score": confidence_score,
        "signal_strength": signal_strength,
        "time_to_crash_ms": time_to_crash_ms,
        "volatility": volatility,
        "momentum": momentum,
        "pattern_type": pattern_type,
        "similar_rounds": similar_rounds,
        "predicted_multiplier": predicted_multiplier,
        "feature_vector": feature_vector,
    }
    named = Named(round_id, bot_id, session_id, round_number)
    return log_row("signal", named, fields, log_async, timestamp, event_id)


def log_round_outcome(
    round_id: Optional[int] = None,
    round_number: Optional[int] = None,
    bot_id: Optional[str] = None,
    game_name: Optional[str] = None,
    platform_code: Optional[str] = None,
    strategy_name: Optional[str] = None,
    outcome: Optional[str] = None,
    profit_loss: Optional[Number] = None,
    roi_percent: Optional[Number] = None,
    bet_amount: Optional[Number] = None,
    winnings: Optional[Number] = None,
    loss_amount: Optional[Number] = None,
    target_multiplier: Optional[Number] = None,
    actual_multiplier: Optional[Number] = None,
    hit_target: Optional[bool] = None,
    win_streak: Optional[int] = None,
    loss_streak: Optional[int] = None,
    outcome_category: Optional[str] = None,
    duration_seconds: Optional[Number] = None,
    *,
    session_id: Optional[str] = None,
    log_async: Optional[bool] = None,
    **columns: Any,
) -> Optional[int]:
    """Replaces the derived outcome of a round by the bot's own; what is left out stays derived. Returns its id."""
    fields = {
        **columns,
        "game_name": game_name,
        "platform_code": platform_code,
        "strategy_name": strategy_name,
        "outcome": outcome,
        "profit_loss": profit_loss,
        "roi_percent": roi_percent,
        "bet_amount": bet_amount,
        "winnings": winnings,
        "loss_amount": loss_amount,
        "target_multiplier": target_multiplier,
        "actual_multiplier": actual_multiplier,
        "hit_target": hit_target,
        "win_streak": win_streak,
        "loss_streak": loss_streak,
        "outcome_category": outcome_category,
        "duration_seconds": duration_seconds,
    }
    named = Named(round_id, bot_id, session_id, round_number)
    try:
        return row_id(send({"type": "outcome", **named.fields(), **values.frame(fields)}, log_async), str(named))
    except Exception as failure:
        return failed(f"outcome of {named}", failure)


def log_error(
    bot_id: str,
    session_id: Optional[str] = None,
    round_id: Optional[int] = None,
    error_type: Optional[str] = None,
    error_message: Optional[str] = None,
    error_trace: Optional[str] = None,
    recovery_action: Optional[str] = None,
    *,
    round_number: Optional[int] = None,
    timestamp: Optional[Union[datetime, str]] = None,
    event_id: Optional[str] = None,
    log_async: Optional[bool] = None,
) -> Optional[int]:
    """Logs an error that the bot met; it needs no round and no session. Returns the row's id."""
    fields = {
        "error_type": error_type or "unknown",
        "error_message": error_message,
        "error_trace": error_trace,
        "recovery_action": recovery_action,
    }
    named = Named(round_id, bot_id, session_id, round_number)
    return log_row("error", named, fields, log_async, timestamp, event_id)


def log_ocr_validation(
    bot_id: str,
    raw_ocr_text: str,
    round_id: Optional[int] = None,
    cleaned_value: Optional[Union[Number, str]] = None,
    confidence: Optional[Number] = None,
    validation_status: Optional[str] = None,
    *,
    session_id: Optional[str] = None,
    round_number: Optional[int] = None,
    timestamp: Optional[Union[datetime, str]] = None,
    event_id: Optional[str] = None,
    log_async: Optional[bool] = None,
) -> Optional[int]:
    """Logs a reading of the screen; it needs no round and no session. Returns the row's id."""
    fields = {
        "raw_ocr_text": raw_ocr_text,
        "cleaned_value": cleaned_value,
        "confidence": confidence,
        "validation_status": validation_status,
    }
    named = Named(round_id, bot_id, session_id, round_number)
    return log_row("ocr_validation", named, fields, log_async, timestamp, event_id)
