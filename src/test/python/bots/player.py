"""Plays a session and says after each call what it was given: ``logged NUMBER ID``.

Usage: player.py BOT FIRST LAST SECONDS [async], where SECONDS is the pause after a round. It ends early when there is a
file ``enough`` beside the spool.
"""

import os
import sys
import time
from decimal import Decimal

from backend.database import create_session_log, flush, log_crash_round, log_round_outcome, log_round_signal, update_session_log

bot, first, last, pause = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
later = len(sys.argv) > 5
enough = os.path.join(os.environ["CRASH_SPOOL_DIR"], "enough")

assert create_session_log(bot, "s1", "aviator", Decimal("1000.00"), log_async=later) == "s1"
for number in range(first, last + 1):
    round_id = log_crash_round(
        bot_id=bot,
        session_id="s1",
        game_name="aviator",
        platform_code="dafabet",
        round_number=number,
        stake_value=Decimal("10.00"),
        crash_multiplier=2.0 if number % 3 else 1.0,
        cashout_multiplier=1.5 if number % 3 else None,
        round_outcome="WIN" if number % 3 else "LOSS",
        metadata={"number": number},
        log_async=later,
    )
    assert round_id, number
    assert log_round_signal(round_id, number, bot, "aviator", "tick", 0.5, log_async=later)
    assert log_round_outcome(round_id, number, bot, hit_target=False, log_async=later)
    print("logged", number, int(round_id), flush=True)
    if os.path.exists(enough):
        break
    time.sleep(pause)
assert update_session_log("s1", final_balance="1234.50", notes="over", log_async=later)
print("all sent", flush(60), flush=True)
