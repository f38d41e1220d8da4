"""Figures, exports and the database, as the functions of utils answer them."""

import json
import unittest
import uuid
from datetime import datetime, timedelta, timezone

from backend.database import DatabaseConnection, init_db
from backend.database import utils
from live_case import LiveTest


class StatisticsTest(LiveTest):
    def test_figures_of_a_bot_a_strategy_and_a_game(self):
        strategy = f"st_{self.bot}"
        self.round(1, strategy_name=strategy)
        self.round(2, strategy_name=strategy, round_outcome="LOSS", cashout_multiplier=None)
        stats = utils.get_bot_statistics(self.bot)
        self.assertEqual((stats["total_rounds"], stats["wins"], stats["losses"], stats["win_rate_percent"], stats["total_profit"], stats["roi_percent"]),
                         (2, 1, 1, 50.0, -6.7, -33.5))
        self.assertEqual(utils.get_bot_statistics(self.bot, datetime(2020, 1, 1), datetime(2020, 1, 2))["total_rounds"], 0)
        self.assertEqual(utils.get_bot_statistics(self.bot, start_date=datetime.now(timezone.utc) - timedelta(days=1))["total_rounds"], 2)
        performance = utils.get_strategy_performance(strategy)
        self.assertEqual((performance["strategy"], performance["total_rounds"], performance["avg_profit_per_round"]), (strategy, 2, -3.35))
        game = utils.get_game_statistics("aviator", platform_code="dafabet")
        self.assertEqual(game["bots"][self.bot], 2)
        distribution = utils.get_multiplier_distribution("aviator", limit=10)
        self.assertLessEqual({"avg_multiplier", "percentile_10", "percentile_50", "percentile_90", "crashes", "cashouts"}, set(distribution))

    def test_what_is_unknown_is_an_error_in_the_answer(self):
        for answer in (utils.get_bot_statistics("nobody"), utils.get_session_summary(uuid.uuid4().hex), utils.get_strategy_performance("none"), utils.get_game_statistics("chess")):
            self.assertEqual(list(answer), ["error"])
        self.assertEqual(utils.export_multipliers_for_ml("chess"), [])

    def test_exports(self):
        for number in (1, 2, 3):
            self.round(number)
        rounds = utils.export_rounds_to_json(self.bot, limit=2)
        self.assertEqual([row["round_number"] for row in rounds], [3, 2])
        self.assertEqual((rounds[0]["stake"], rounds[0]["crash_multiplier"], rounds[0]["outcome"]), (10.0, 2.45, "WIN"))
        multipliers = utils.export_multipliers_for_ml("aviator", bot_id=self.bot, limit=5)
        self.assertEqual(len(multipliers), 5)
        json.dumps([rounds, multipliers])

    def test_names_that_need_quoting(self):
        name = f"{self.bot} ä/?#%"
        self.round(bot_id=name)
        self.assertEqual(utils.get_bot_statistics(name)["total_rounds"], 1)

    def test_the_database(self):
        size = utils.get_database_size()
        self.assertIn("crash_game_rounds", size["tables"])
        self.assertGreaterEqual(size["total_records"], 0)
        self.assertIs(DatabaseConnection.test_connection(), True)
        self.assertIsNone(init_db())
        self.assertIsNone(DatabaseConnection.create_all_tables())


if __name__ == "__main__":
    unittest.main()
