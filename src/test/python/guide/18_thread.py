# Log in background thread to avoid blocking bot
from threading import Thread
Thread(target=log_crash_round, args=("thread_bot", "s1", "aviator", "dafabet", 1, 10)).start()
