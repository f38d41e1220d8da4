"""Runs the guide's snippets, one after another as a reader would, and prints what each printed as JSON."""

import contextlib
import io
import json
import os
import sys
import tempfile
import threading
from pathlib import Path

folder = Path(sys.argv[1])
wanted = sys.argv[2].split(",")
os.chdir(tempfile.mkdtemp())  # one snippet writes a file

# What the guide leaves to its reader.
names = {
    "__name__": "__main__",
    "rounds_data_list": [
        {"bot_id": "batch_bot", "session_id": "s1", "game_name": "jetx", "platform_code": "smartsoft",
         "round_number": number, "stake_value": 10, "crash_multiplier_detected": 1.5, "round_outcome": "LOSS"}
        for number in (1, 2, 3)
    ],
}
printed = {}
for file in sorted(folder.glob("*.py")):
    name = file.stem.split("_", 1)[1]
    if name not in wanted:
        continue
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), names)
    printed[name] = output.getvalue()
for thread in threading.enumerate():
    if thread is not threading.main_thread() and not thread.daemon:
        thread.join()
if Path("training_data.json").exists():
    printed["training_data"] = Path("training_data.json").read_text()
print(json.dumps(printed))
