#!/usr/bin/env python3
"""
Minimal crash game bot with database logging
"""

from backend.database import (
    init_db,
    create_session_log,
    update_session_log,
    log_crash_round,
)
from decimal import Decimal
import time
import random

def main():
    # Initialize
    init_db()

    # Create session
    session_id = create_session_log(
        bot_id="minimal_bot",
        session_id=f"session_{int(time.time())}",
        game_name="aviator",
        initial_balance=Decimal("500.00"),
    )

    current_balance = Decimal("500.00")
    stake = Decimal("10.00")
    target = Decimal("1.50")

    # Bot loop
    for round_num in range(1, 101):
        # Simulate game
        crash = Decimal(str(round(random.uniform(1.0, 5.0), 2)))
        outcome = "WIN" if crash >= target else "LOSS"
        profit = ((target - 1) * stake) if outcome == "WIN" else -stake
        current_balance += profit

        # Log
        log_crash_round(
            bot_id="minimal_bot",
            session_id=session_id,
            game_name="aviator",
            platform_code="dafabet",
            round_number=round_num,
            stake_value=stake,
            crash_multiplier=crash,
            cashout_multiplier=target if outcome == "WIN" else None,
            round_outcome=outcome,
            profit_loss=profit,
            running_balance_before=current_balance - profit,
            running_balance_after=current_balance,
        )

        print(f"Round {round_num}: {outcome} | Balance: ${current_balance}")
        time.sleep(0.1)

    # Close
    update_session_log(session_id, final_balance=current_balance, status="completed")
    print(f"✅ Final balance: ${current_balance}")

if __name__ == "__main__":
    main()
