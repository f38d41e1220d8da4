from backend.database.utils import cleanup_old_records
cleanup_old_records(days_old=90, dry_run=False)
