from backend.database.utils import get_strategy_performance

perf = get_strategy_performance("compound_1.33x")
print(f"Strategy Win Rate: {perf['win_rate_percent']}%")
print(f"Total Profit: ${perf['total_profit']}")
