from backend.database.utils import get_session_summary

summary = get_session_summary("session_20251121_001")
print(f"Duration: {summary['duration_seconds']} seconds")
print(f"Final Balance: ${summary['final_balance']}")
