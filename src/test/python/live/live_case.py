"""What the tests against the running server share: a bot of their own, and its rounds."""

import unittest
import uuid
from decimal import Decimal

from backend.database import log_crash_round, session_scope
from backend.database.models import CrashGameRound


class LiveTest(unittest.TestCase):
    def setUp(self):
        self.bot = f"py_{uuid.uuid4().hex[:12]}"

    def round(self, number=1, **more):
        arguments = {
            "bot_id": self.bot,
            "session_id": "s1",
            "game_name": "aviator",
            "platform_code": "dafabet",
            "round_number": number,
            "stake_value": Decimal("10.00"),
            "crash_multiplier": Decimal("2.45"),
            "cashout_multiplier": Decimal("1.33"),
            "round_outcome": "WIN",
            **more,
        }
        return log_crash_round(**arguments)

    def stored(self, number=1):
        with session_scope() as session:
            return session.query(CrashGameRound).filter_by(bot_id=self.bot, round_number=number).one_or_none()

    def refused(self, name="backend.database.logger"):
        return self.assertLogs(name, "ERROR")
