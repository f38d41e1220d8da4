from backend.database import log_crash_round
from decimal import Decimal

round_id = log_crash_round(
    bot_id="my_bot_001",
    session_id="session_20251121_001",
    game_name="aviator",
    platform_code="dafabet",
    round_number=1,
    stake_value=Decimal("10.00"),
    crash_multiplier=Decimal("2.45"),
    cashout_multiplier=Decimal("1.33"),
    round_outcome="WIN",
    profit_loss=Decimal("3.30"),
    running_balance_before=Decimal("1000.00"),
    running_balance_after=Decimal("1003.30"),
)
print(f"Logged round: {round_id}")
