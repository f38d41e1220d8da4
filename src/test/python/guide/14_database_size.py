from backend.database.utils import get_database_size

size = get_database_size()
print(f"Total records: {size['total_records']}")
print(f"Tables: {size['tables']}")
