"""A process that comes later: sends what is in the spool, and says something about a round by its provisional id.

Usage: follower.py [ROUND_ID]
"""

import sys

from backend.database import flush, log_round_outcome

assert flush(60)
if len(sys.argv) > 1:
    assert log_round_outcome(round_id=int(sys.argv[1]), outcome_category="big_win")
print("done", flush=True)
