from backend.database.utils import get_bot_statistics

stats = get_bot_statistics("aviator_bot_001")
print(f"Win Rate: {stats['win_rate_percent']}%")
print(f"Total Profit: ${stats['total_profit']}")
print(f"ROI: {stats['roi_percent']}%")
