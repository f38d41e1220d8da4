from backend.database import DatabaseConnection

# Test connection
if DatabaseConnection.test_connection():
    print("✅ Connected")
else:
    print("❌ Connection failed")
