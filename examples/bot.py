#!/usr/bin/env python3
"""An example bot in Python: plays a simulated game at one target, foretells each crash, and logs everything.

    export PYTHONPATH=../src/main/python          # or crash-analytics-python.zip, from the server
    python3 bot.py --rounds 100

It needs nothing but the drop-in package. Rounds go over the WebSocket without waiting for the server (``log_async``); what
the server cannot take at the moment waits in the spool and is sent later, once. A bot that was killed may be started again
with the same ``--session``: it goes on where it was.
"""

import argparse
import random
import time
from decimal import Decimal

from backend.database import (
    create_session_log,
    flush,
    init_db,
    log_crash_round,
    log_round_signal,
    session_scope,
    update_session_log,
)
from backend.database.models import BotVMRegistration, CrashGameRound
from backend.database.utils import get_bot_statistics

HOUSE_EDGE = 0.035
CENT = Decimal("0.01")


def crash_of_the_next_round(game: random.Random) -> Decimal:
    """A fair draw less the house edge: P(crash >= x) = (1 - edge) / x. A real bot reads it off the screen."""
    drawn = (1 - HOUSE_EDGE) / (1 - game.random())
    return max(Decimal("1.00"), Decimal(drawn).quantize(CENT))


def rounds_played(bot_id: str, session_id: str) -> int:
    """Where an earlier run of this session has stopped; 0 for a new one."""
    with session_scope() as session:
        rounds = session.query(CrashGameRound).filter_by(bot_id=bot_id, session_id=session_id)
        return max((played.round_number for played in rounds), default=0)


def play(bot_id: str, session_id: str, rounds: int, stake: Decimal, target: Decimal, game: random.Random) -> Decimal:
    """Plays so many rounds; returns the balance."""
    balance = Decimal("1000.00")
    with session_scope() as session:
        session.add(BotVMRegistration(bot_id=bot_id, bot_name="Example", strategy_name=f"fixed_{target}x", base_stake=stake))
    create_session_log(bot_id=bot_id, session_id=session_id, game_name="aviator", initial_balance=balance)

    first = rounds_played(bot_id, session_id) + 1
    for number in range(first, first + rounds):
        # Ahead of the round: only a prediction that is stored before its round counts as one.
        log_round_signal(
            bot_id=bot_id,
            session_id=session_id,
            round_number=number,
            game_name="aviator",
            signal_type="example",
            predicted_multiplier=target,
            confidence_score=(1 - HOUSE_EDGE) / float(target),
        )
        crash = crash_of_the_next_round(game)
        is_won = crash >= target
        profit = stake * (target - 1) if is_won else -stake
        log_crash_round(
            bot_id=bot_id,
            session_id=session_id,
            game_name="aviator",
            platform_code="dafabet",
            round_number=number,
            stake_value=stake,
            crash_multiplier=crash,
            cashout_multiplier=target if is_won else None,
            target_multiplier=target,
            round_outcome="WIN" if is_won else "LOSS",
            profit_loss=profit,
            running_balance_before=balance,
            running_balance_after=balance + profit,
            log_async=True,
        )
        balance += profit
    flush()
    update_session_log(session_id, final_balance=balance, status="completed", bot_id=bot_id)
    return balance


def main() -> None:
    """Reads the arguments, plays, and shows the statistics."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--bot", default="example_python")
    parser.add_argument("--session", default=f"session_{int(time.time())}")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--stake", type=Decimal, default=Decimal("10.00"))
    parser.add_argument("--target", type=Decimal, default=Decimal("1.50"))
    parser.add_argument("--seed", type=int, help="plays the same rounds again")
    options = parser.parse_args()

    init_db()
    game = random.Random(options.seed)
    balance = play(options.bot, options.session, options.rounds, options.stake, options.target, game)
    statistics = get_bot_statistics(options.bot)
    print(f"balance {balance}")
    print(f"rounds {statistics['total_rounds']}, won {statistics['win_rate_percent']}%, profit {statistics['total_profit']}")


if __name__ == "__main__":
    main()
