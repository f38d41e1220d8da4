from backend.database import init_db, DatabaseConnection

# Initialize once at startup
try:
    init_db(drop_existing=False)
    print("✅ Database initialized")
except Exception as e:
    print(f"❌ Database error: {e}")
    exit(1)
