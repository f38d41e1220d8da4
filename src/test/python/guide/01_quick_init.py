from backend.database import init_db

# Creates all tables on first run
init_db(drop_existing=False)
