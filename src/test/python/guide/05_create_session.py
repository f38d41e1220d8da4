from backend.database import create_session_log
from decimal import Decimal

session_id = create_session_log(
    bot_id="aviator_bot_001",
    session_id="session_20251121_001",
    game_name="aviator",
    initial_balance=Decimal("1000.00"),
)
print(f"✅ Session created: {session_id}")
