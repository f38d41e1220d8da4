"""What becomes of Python values on the wire."""

import json
import unittest
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

from backend.database import values


class Outcome(Enum):
    WIN = "WIN"


class NumpyLike:
    """A scalar of numpy, as far as this package looks."""

    def __init__(self, value):
        self._value = value

    def item(self):
        return self._value


class ValuesTest(unittest.TestCase):
    def test_numbers_are_accepted_alike(self):
        for ten in (Decimal("10.00"), 10, 10.0, "10.00"):
            sent = json.loads(values.encode(values.frame({"stake_value": ten})))
            self.assertEqual(Decimal(str(sent["stake_value"])), 10)

    def test_no_digit_of_a_decimal_is_lost(self):
        self.assertEqual(values.field("profit_loss", Decimal("0.1000000001")), "0.1000000001")

    def test_none_is_left_out_and_false_is_not(self):
        self.assertEqual(values.frame({"a": None, "is_crash": False, "round_number": 0}), {"is_crash": False, "round_number": 0})

    def test_nan_is_sent_as_text_so_that_the_server_names_its_field(self):
        self.assertEqual(values.field("ocr_confidence", float("nan")), "nan")
        self.assertEqual(values.field("stake_value", Decimal("NaN")), "NaN")

    def test_numbers_in_text_fields_are_written_out(self):
        self.assertEqual(values.field("cleaned_value", 1.33), "1.33")
        self.assertEqual(values.field("session_id", 20251121), "20251121")

    def test_enums_and_numpy_scalars(self):
        self.assertEqual(values.field("round_outcome", Outcome.WIN), "WIN")
        self.assertEqual(values.field("round_number", NumpyLike(7)), 7)
        self.assertEqual(values.field("stake_value", NumpyLike(2.5)), 2.5)

    def test_a_time_without_a_zone_is_utc(self):
        self.assertEqual(values.timestamp(datetime(2026, 1, 2, 3, 4, 5)), "2026-01-02T03:04:05+00:00")
        east = datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))
        self.assertEqual(values.timestamp(east), "2026-01-02T03:00:00+02:00")

    def test_metadata_of_any_kind_becomes_json(self):
        sent = values.field(
            "metadata",
            {1: Decimal("1.5"), "precise": Decimal("1.00000000000000000001"), "nan": float("nan"), "at": datetime(2026, 1, 1), "set": {3}, "deep": [{"x": (1, None)}]},
        )
        self.assertEqual(
            json.loads(values.encode(sent)),
            {"1": 1.5, "precise": "1.00000000000000000001", "nan": None, "at": "2026-01-01T00:00:00+00:00", "set": [3], "deep": [{"x": [1, None]}]},
        )

    def test_a_line_is_one_line(self):
        self.assertNotIn(b"\n", values.encode({"notes": "a\nb\u2028é\ud800"}))


if __name__ == "__main__":
    unittest.main()
