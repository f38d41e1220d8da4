"""Statistics, exports and maintenance.

Figures are floats and ints, as before; they are current to the last answer a logger got. What is not known is answered
as ``{"error": "..."}``, as before; a server that cannot be reached raises ``ServerUnavailable``.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Any, Dict, List, Optional, Union
from urllib.parse import quote

from . import values
from .errors import CrashServerError, Refused, ServerUnavailable
from .outbox import outbox

log = logging.getLogger(__name__)

_TIMEOUT = 300.0
_JOB_POLL_SECONDS = 0.5

#: A time, or a day, in UTC where it has no zone.
Moment = Union[datetime, str]


def get_bot_statistics(
    bot_id: str, start_date: Optional[Moment] = None, end_date: Optional[Moment] = None
) -> Dict[str, Any]:
    """A bot's rounds summed up, from ``start_date`` (inclusive) to ``end_date`` (exclusive).

    Keys: bot_id, total_rounds, wins, losses, skips, errors, win_rate_percent, total_stakes, total_profit, roi_percent,
    avg_multiplier, max_multiplier, min_multiplier, largest_win, largest_loss, and more (``docs/statistics.md``).
    """
    return _figures(f"/bots/{_quoted(bot_id)}/statistics", {"from": _moment(start_date), "to": _moment(end_date)})


def get_session_summary(session_id: str, bot_id: Optional[str] = None) -> Dict[str, Any]:
    """A session's figures, right while it runs too. Of several bots' sessions of that name the one created last.

    Keys: session_id, bot_id, game_name, status, start_time, end_time, duration_seconds, initial_balance, final_balance,
    total_profit_loss, roi_percent, total_rounds, winning_rounds, losing_rounds, win_rate (0 to 1), largest_win,
    largest_loss, average_win, average_loss, notes.
    """
    return _figures(f"/sessions/{_quoted(session_id)}", {"bot_id": bot_id})


def get_game_statistics(
    game_name: str,
    platform_code: Optional[str] = None,
    start_date: Optional[Moment] = None,
    end_date: Optional[Moment] = None,
) -> Dict[str, Any]:
    """A game's rounds summed up over all bots.

    Keys: game_name, total_bots, total_rounds, wins, win_rate_percent, total_profit, bots {bot_id: rounds}, and more.
    """
    query = {"platform_code": platform_code, "from": _moment(start_date), "to": _moment(end_date)}
    return _figures(f"/games/{_quoted(game_name)}/statistics", query)


def get_strategy_performance(
    strategy_name: str, start_date: Optional[Moment] = None, end_date: Optional[Moment] = None
) -> Dict[str, Any]:
    """A strategy's rounds summed up over all bots.

    Keys: strategy, total_rounds, wins, losses, win_rate_percent, total_profit, avg_profit_per_round, roi_percent, and
    more.
    """
    query = {"from": _moment(start_date), "to": _moment(end_date)}
    return _figures(f"/strategies/{_quoted(strategy_name)}/performance", query)


def get_multiplier_distribution(game_name: str, limit: int = 1000) -> Dict[str, Any]:
    """The distribution of a game's newest ``limit`` multipliers.

    Keys: game_name, total_records, avg_multiplier, min_multiplier, max_multiplier, percentile_10, percentile_50,
    percentile_90, crashes, cashouts.
    """
    return _figures(f"/games/{_quoted(game_name)}/multiplier-distribution", {"limit": limit})


def get_signal_effectiveness(bot_id: Optional[str] = None, signal_type: Optional[str] = None) -> Dict[str, Any]:
    """What signals were worth. Only those that were logged before their round are evaluated.

    Keys: total_signals, evaluated_signals, correct_predictions, accuracy_percent, avg_confidence, signal_types.
    """
    return _figures("/signals/effectiveness", {"bot_id": bot_id, "signal_type": signal_type})


def export_rounds_to_json(bot_id: str, limit: int = 100) -> List[Dict[str, Any]]:
    """A bot's newest rounds, newest first, ready for ``json.dump``.

    Keys: id, round_number, game_name, stake, crash_multiplier, cashout_multiplier, outcome, profit_loss, roi_percent,
    timestamp.
    """
    return _export(f"/bots/{_quoted(bot_id)}/rounds/export", {"limit": limit})


def export_multipliers_for_ml(
    game_name: str, bot_id: Optional[str] = None, limit: int = 10000
) -> List[Dict[str, Any]]:
    """A game's newest multipliers, newest first, ready for ``json.dump``.

    Keys: round_id, multiplier, timestamp, is_crash, is_cashout, ocr_confidence, quality_score.
    """
    return _export(f"/games/{_quoted(game_name)}/multipliers/export", {"bot_id": bot_id, "limit": limit})


def cleanup_old_records(days_old: int = 90, dry_run: bool = True) -> Dict[str, Any]:
    """Deletes rounds older than so many whole days (UTC), or counts them; statistics keep counting what is deleted.

    Keys: records_affected (rounds), cutoff_date, dry_run. A real run returns when the server has finished.
    """
    query = {"days_old": days_old, "dry_run": "true" if dry_run else "false"}
    answer = outbox().http.call("POST", "/maintenance/cleanup", query, body=b"", timeout=_TIMEOUT).json()
    if "job_id" not in answer:
        return answer
    job = _finished_job(answer["job_id"])
    return {
        "records_affected": job.get("records_affected"),
        "cutoff_date": answer.get("cutoff_date"),
        "dry_run": answer.get("dry_run", dry_run),
    }


def get_database_size() -> Dict[str, Any]:
    """How much is stored. Keys: total_records, tables {name: rows}, size in bytes, and what is known of the database."""
    return outbox().http.call("GET", "/database", timeout=_TIMEOUT).json()


def _finished_job(job_id: str) -> Dict[str, Any]:
    """Waits for a maintenance job; a server that restarts meanwhile is waited for, too."""
    patience = 60
    while True:
        try:
            job = outbox().http.call("GET", f"/maintenance/jobs/{_quoted(job_id)}").json()
        except ServerUnavailable:
            patience -= 1
            if patience == 0:
                raise
        else:
            if job["status"] == "failed":
                raise CrashServerError(f"the cleanup failed: {job.get('failure')}")
            if job["status"] != "running":
                return job
        time.sleep(_JOB_POLL_SECONDS)


def _figures(path: str, query: Dict[str, Any]) -> Dict[str, Any]:
    try:
        return outbox().http.call("GET", path, query, timeout=_TIMEOUT).json()
    except Refused as refused:
        if not refused.code.endswith("_not_found"):
            raise
        log.warning("%s", refused.detail)
        return {"error": refused.detail}


def _export(path: str, query: Dict[str, Any]) -> List[Dict[str, Any]]:
    try:
        response = outbox().http.call("GET", path, query, timeout=_TIMEOUT)
    except Refused as refused:
        if not refused.code.endswith("_not_found"):
            raise
        log.warning("%s", refused.detail)
        return []
    rows = response.json()
    announced = response.headers.get("x-row-count")
    if announced is not None and int(announced) != len(rows):
        raise ServerUnavailable(f"the export was cut off: {len(rows)} rows of {announced}")
    return rows


def _moment(value: Optional[Moment]) -> Optional[str]:
    return None if value is None else values.timestamp(value)


def _quoted(text: Any) -> str:
    return quote(str(text), safe="")
