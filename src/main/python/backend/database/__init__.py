"""Logging and analytics of crash-game bots, through the crash-game analytics server.

It takes the place of the package of the same name that wrote to PostgreSQL itself: the same functions, arguments and
return values. ``docs/migrating-from-python.md`` tells what is different.
"""

from .connection import DatabaseConnection, get_session, init_db, session_scope
from .errors import CrashServerError, Refused, ServerUnavailable
from .identifiers import ProvisionalRoundId
from .logger import (
    create_session_log,
    log_batch_rounds,
    log_crash_round,
    log_error,
    log_ocr_validation,
    log_round_multiplier_analytics,
    log_round_outcome,
    log_round_signal,
    update_session_log,
)
from .models import (
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
from .outbox import flush
from .streaming import RoundStream, stream

__version__ = "2.0.0"

__all__ = [
    "AnalyticsRoundMultiplier",
    "AnalyticsRoundOutcome",
    "AnalyticsRoundSignal",
    "BotVMRegistration",
    "CrashGameRound",
    "CrashServerError",
    "DatabaseConnection",
    "ErrorLog",
    "GamePlatformConfig",
    "OCRValidationLog",
    "ProvisionalRoundId",
    "Refused",
    "RoundStream",
    "ServerUnavailable",
    "SessionLog",
    "create_session_log",
    "flush",
    "get_session",
    "init_db",
    "log_batch_rounds",
    "log_crash_round",
    "log_error",
    "log_ocr_validation",
    "log_round_multiplier_analytics",
    "log_round_outcome",
    "log_round_signal",
    "session_scope",
    "stream",
    "update_session_log",
]
