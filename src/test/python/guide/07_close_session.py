from backend.database import update_session_log

# At end of bot session
update_session_log(
    session_id="session_20251121_001",
    final_balance=current_balance,
    status="completed",
    notes="Session completed successfully",
)
print("✅ Session closed")
