"""The loggers: what a bot calls while it plays.

Each returns the id of what it has stored; a provisional id, which is true and can be used like any other, where the
server cannot be reached and the entry waits in the spool; or ``None`` after logging why, where the entry was refused.
None of them raises.

All take ``log_async=True``: then they do not wait for the server, and return a provisional id. Arguments that are not
named here can be given under the names of the tables' columns.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Dict, Iterable, List, Mapping, Optional, Union

from . import values
from .entries import (
    batched_id,
    failed,
    opened_by,
    provisional_round,
    remember,
    round_entry,
    send,
    session_entry,
)
from .outbox import Entry, outbox
from .row_logger import (
    log_error,
    log_ocr_validation,
    log_round_multiplier_analytics,
    log_round_outcome,
    log_round_signal,
)
from .values import Number

__all__ = [
    "create_session_log",
    "log_batch_rounds",
    "log_crash_round",
    "log_error",
    "log_ocr_validation",
    "log_round_multiplier_analytics",
    "log_round_outcome",
    "log_round_signal",
    "update_session_log",
]


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
        "start_time": start_time,
        "initial_balance": initial_balance,
        "notes": notes,
    }
    try:
        entry = session_entry(fields)
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
