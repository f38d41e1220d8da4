from backend.database import init_db

# ⚠️ This deletes all data!
init_db(drop_existing=True)
