from backend.database import session_scope
from backend.database.models import BotVMRegistration
from decimal import Decimal

with session_scope() as session:
    bot = BotVMRegistration(
        bot_id="aviator_bot_001",
        bot_name="Aviator Main Bot",
        vm_name="GPU-Instance-1",
        vm_provider="digitalocean",
        region="nyc3",
        session_id="session_20251121_001",
        strategy_name="compound_1.33x",
        initial_balance=Decimal("1000.00"),
        base_stake=Decimal("10.00"),
        max_stake=Decimal("100.00"),
    )
    session.add(bot)
    print(f"✅ Registered bot: {bot.bot_id}")
