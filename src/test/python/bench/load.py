"""Sends rounds through the drop-in from this one process, and prints how long it took: python3 load.py MODE ROUNDS PREFIX.

MODE is single (log_crash_round, waiting for each), batch (log_batch_rounds, 500 a call) or stream (stream(), as fast as
log_crash_round returns). The clock runs from the first call to the last answer. Rounds are those of the guide's step 5; they are
made before the clock starts, as a bot has them at hand. Prints ``result rounds=.. seconds=.. cpu=..``; exits with 1 where one
is refused.
"""

import random
import sys
import time
from decimal import Decimal

from backend.database import flush, init_db, log_batch_rounds, log_crash_round, stream

BATCH = 500
WARM_UP = 300
TARGET = Decimal("1.33")
STAKE = Decimal("10.00")


def rounds(bot, count):
    """The arguments of so many calls."""
    game = random.Random(20251121)
    balance = Decimal("100000.00")
    made = []
    for number in range(1, count + 1):
        crash = max(Decimal("1.00"), Decimal(min(0.965 / (1 - game.random()), 1e6)).quantize(Decimal("0.01")))
        is_won = crash >= TARGET
        profit = STAKE * (TARGET - 1) if is_won else -STAKE
        made.append(
            {
                "bot_id": bot,
                "session_id": "session_20251121_001",
                "game_name": "aviator",
                "platform_code": "dafabet",
                "round_number": number,
                "stake_value": STAKE,
                "crash_multiplier": crash,
                "cashout_multiplier": TARGET if is_won else None,
                "round_outcome": "WIN" if is_won else "LOSS",
                "profit_loss": profit,
                "running_balance_before": balance,
                "running_balance_after": balance + profit,
                "ocr_text": "1.33x",
                "ocr_confidence": 0.95,
                "metadata": {"strategy": "compound_1.33x", "prediction_correct": is_won},
            }
        )
        balance += profit
    return made


def single(made):
    """One by one; a provisional id would mean that the server has not answered."""
    for fields in made:
        answered = log_crash_round(**fields)
        assert answered is not None and answered < 1 << 62, answered


def batch(made):
    """Five hundred a call."""
    for start in range(0, len(made), BATCH):
        ids = log_batch_rounds(made[start : start + BATCH])
        assert all(ids), "a round was refused"


def streamed(made):
    """As fast as the call returns; the block ends when all is answered."""
    with stream() as sent:
        for fields in made:
            log_crash_round(**fields)
    assert (sent.stored, sent.rejected) == (len(made), 0), (sent.stored, sent.duplicates, sent.rejected)


def main(mode, count, prefix):
    """Warms up, then measures."""
    send = {"single": single, "batch": batch, "stream": streamed}[mode]
    init_db()
    send(rounds(f"{prefix}-warm", WARM_UP))
    made = rounds(f"{prefix}-bot", count)
    start, cpu = time.perf_counter(), time.process_time()
    send(made)
    assert flush(60)
    print(f"result rounds={count} seconds={time.perf_counter() - start:.4f} cpu={time.process_time() - cpu:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
