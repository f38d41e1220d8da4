from backend.database import (
    log_crash_round,
    log_round_multiplier_analytics,
    log_round_outcome,
    log_round_signal,
)
from decimal import Decimal

# In your main bot loop
current_balance = Decimal("1000.00")

for round_num in range(1, 1000):
    # Your betting logic here
    stake = Decimal("10.00")

    # Get crash multiplier (from game)
    crash_multiplier = Decimal("2.45")  # Example
    target_multiplier = Decimal("1.33")

    # Determine outcome
    if crash_multiplier >= target_multiplier:
        outcome = "WIN"
        cashout_multiplier = target_multiplier
        profit = (target_multiplier - 1) * stake
    else:
        outcome = "LOSS"
        cashout_multiplier = None
        profit = -stake

    current_balance += profit

    # Log to database
    round_id = log_crash_round(
        bot_id="aviator_bot_001",
        session_id="session_20251121_001",
        game_name="aviator",
        platform_code="dafabet",
        round_number=round_num,
        stake_value=stake,
        crash_multiplier=crash_multiplier,
        cashout_multiplier=cashout_multiplier,
        round_outcome=outcome,
        profit_loss=profit,
        running_balance_before=current_balance - profit,
        running_balance_after=current_balance,
        ocr_text="1.33x",
        ocr_confidence=0.95,
        metadata={
            "strategy": "compound_1.33x",
            "prediction_correct": (outcome == "WIN"),
        }
    )

    # Log analytics (if round successful)
    if round_id:
        # Analytics 1: Multiplier data
        log_round_multiplier_analytics(
            round_id=round_id,
            multiplier=crash_multiplier,
            bot_id="aviator_bot_001",
            game_name="aviator",
            platform_code="dafabet",
            is_crash=True,
            ocr_confidence=0.95,
        )

        # Analytics 2: Signal/patterns
        log_round_signal(
            round_id=round_id,
            round_number=round_num,
            bot_id="aviator_bot_001",
            game_name="aviator",
            signal_type="early_flight",
            confidence_score=0.92,
            pattern_type="exponential",
            feature_vector={"volatility": 0.65, "momentum": 0.78},
        )

        # Analytics 3: Outcome statistics
        log_round_outcome(
            round_id=round_id,
            round_number=round_num,
            bot_id="aviator_bot_001",
            game_name="aviator",
            platform_code="dafabet",
            strategy_name="compound_1.33x",
            outcome=outcome,
            profit_loss=profit,
            roi_percent=(profit / stake * 100),
            target_multiplier=target_multiplier,
            actual_multiplier=crash_multiplier,
            hit_target=(outcome == "WIN"),
        )
