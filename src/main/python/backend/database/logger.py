"""The loggers: what a bot calls while it plays.

Each returns the id of what it has stored; a provisional id, which is true and can be used like any other, where the
server cannot be reached and the entry waits in the spool; or ``None`` after logging why, where the entry was refused.
None of them raises.

All take ``log_async=True``: then they do not wait for the server, and return a provisional id. Arguments that are not
named here can be given under the names of the tables' columns.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Dict, Iterable, List, Mapping, Optional, Union

from . import values
from .entries import (
    Named,
    batched_id,
    failed,
    log_row,
    opened_by,
    provisional_round,
    remember,
    round_entry,
    row_id,
    send,
)
from .outbox import Entry, outbox

#: What is accepted wherever a number is meant.
Number = Union[Decimal, float, int, str]


def log_crash_round(
    bot_id: str,
    session_id: str,
    game_name: str,
    platform_code: str,
    round_number: int,
    stake_value: Number,
    crash_multiplier: Optional[Number] = None,
    cashout_multiplier: Optional[Number] = None,
    round_outcome: str = "SKIP",
    profit_loss: Optional[Number] = None,
    running_balance_before: Optional[Number] = None,
    running_balance_after: Optional[Number] = None,
    ocr_text: Optional[str] = None,
    ocr_confidence: Optional[Number] = None,
    error_type: Optional[str] = None,
    error_description: Optional[str] = None,
    strategy_name: Optional[str] = None,
    metadata: Optional[Dict[str, Any]] = None,
    *,
    log_async: Optional[bool] = None,
    **columns: Any,
) -> Optional[int]:
    """Logs a round and returns its id.

    The same round again, by bot, session and number, is recognised and not stored twice. What is left out is derived:
    profit, balance, return, multiplier rows and outcome. ``round_start_timestamp`` is the time of this call unless
    given.
    """
    fields = {
        "bot_id": bot_id,
        "session_id": session_id,
        "game_name": game_name,
        "platform_code": platform_code,
        "round_number": round_number,
        "stake_value": stake_value,
        "crash_multiplier": crash_multiplier,
        "cashout_multiplier": cashout_multiplier,
        "round_outcome": round_outcome,
        "profit_loss": profit_loss,
        "running_balance_before": running_balance_before,
        "running_balance_after": running_balance_after,
        "ocr_text": ocr_text,
        "ocr_confidence": ocr_confidence,
        "error_type": error_type,
        "error_description": error_description,
        "strategy_name": strategy_name,
        "metadata": metadata,
    }
    try:
        entry = round_entry({**columns, **fields})
        ack = send(entry, log_async)
        return ack["round_id"] if ack else provisional_round(entry)
    except Exception as failure:
        return failed(f"round {round_number} of {bot_id}/{session_id}", failure)


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


def log_batch_rounds(rounds_data: Iterable[Mapping[str, Any]]) -> List[Optional[int]]:
    """Logs many rounds at once, each a mapping with the arguments of ``log_crash_round`` or the names of the columns.

    Returns their ids in order, ``None`` for those that were refused: one bad round costs only itself.
    """
    rounds = list(rounds_data)
    ids: List[Optional[int]] = [None] * len(rounds)
    entries: Dict[int, Entry] = {}
    for index, fields in enumerate(rounds):
        try:
            entries[index] = round_entry(fields)
            values.encode(entries[index])
        except Exception as failure:
            entries.pop(index, None)
            failed(f"round {index} of the batch", failure)
    try:
        answers = outbox().submit_all(list(entries.values()))
    except Exception as failure:
        failed(f"a batch of {len(rounds)} rounds", failure)
        return ids
    for (index, entry), answer in zip(entries.items(), answers):
        ids[index] = batched_id(index, entry, answer)
    return ids


def create_session_log(
    bot_id: str,
    session_id: str,
    game_name: str,
    initial_balance: Optional[Number] = None,
    *,
    notes: Optional[str] = None,
    start_time: Optional[Union[datetime, str]] = None,
    log_async: Optional[bool] = None,
) -> Optional[str]:
    """Opens a session and returns its session_id, which the other loggers take. Safe to repeat."""
    fields = {
        "bot_id": bot_id,
        "session_id": session_id,
        "game_name": game_name,
        "start_time": start_time or values.now(),
        "initial_balance": initial_balance,
        "notes": notes,
    }
    try:
        entry = {"type": "session_start", **values.frame(fields)}
        send(entry, log_async)
        remember(entry)
        return session_id
    except Exception as failure:
        failed(f"session {session_id} of {bot_id}", failure)
        return None


def update_session_log(
    session_id: str,
    final_balance: Optional[Number] = None,
    status: str = "completed",
    notes: Optional[str] = None,
    *,
    bot_id: Optional[str] = None,
    end_time: Optional[Union[datetime, str]] = None,
    log_async: Optional[bool] = None,
) -> bool:
    """Closes a session; of several of that name that of ``bot_id``, else the one this process has opened."""
    fields = {
        "bot_id": bot_id or opened_by(session_id),
        "session_id": session_id,
        "final_balance": final_balance,
        "status": status,
        "notes": notes,
        "end_time": end_time or values.now(),
    }
    try:
        send({"type": "session_close", **values.frame(fields)}, log_async)
        return True
    except Exception as failure:
        failed(f"end of session {session_id}", failure)
        return False
