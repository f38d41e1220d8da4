"""Where the server is, and where what cannot be sent yet is kept.

Every setting comes from the environment, else from a file ``.env`` in the working directory:

==========================  ==============================================================================
``CRASH_SERVER_URL``        the server's address; ``http://127.0.0.1:8080`` unless set
``CRASH_SERVER_TOKEN``      the value of the server's ``crash.auth.token``, where it has one
``CRASH_SERVER_TIMEOUT``    seconds a logger waits for an answer before it spools; 5 unless set
``CRASH_SPOOL_DIR``         folder of the spool; ``~/.local/state/crash-analytics/spool`` unless set
==========================  ==============================================================================
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional
from urllib.parse import urlsplit

DEFAULT_URL = "http://127.0.0.1:8080"
DEFAULT_TIMEOUT = 5.0


@dataclass(frozen=True)
class Settings:
    """What one process works with."""

    url: str
    token: Optional[str]
    timeout: float
    spool: Path

    @property
    def is_secure(self) -> bool:
        """Whether the connection is encrypted."""
        return urlsplit(self.url).scheme == "https"

    @property
    def host(self) -> str:
        """The host to connect to."""
        return urlsplit(self.url).hostname or "127.0.0.1"

    @property
    def port(self) -> int:
        """The port to connect to."""
        return urlsplit(self.url).port or (443 if self.is_secure else 80)

    @property
    def base_path(self) -> str:
        """What a reverse proxy puts before ``/api/v1``; mostly empty."""
        return urlsplit(self.url).path.rstrip("/")


def load(environment: Optional[Dict[str, str]] = None) -> Settings:
    """Reads the settings; ``ValueError`` names one that is of no use."""
    values = {**_dotenv(Path(".env")), **(os.environ if environment is None else environment)}
    url = (values.get("CRASH_SERVER_URL") or DEFAULT_URL).strip().rstrip("/")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError(f"CRASH_SERVER_URL must be like {DEFAULT_URL}, not {url}")
    return Settings(
        url=url,
        token=values.get("CRASH_SERVER_TOKEN") or None,
        timeout=_seconds(values.get("CRASH_SERVER_TIMEOUT")),
        spool=_spool_root(values) / _folder_name(url),
    )


def _seconds(text: Optional[str]) -> float:
    try:
        seconds = float(text) if text else DEFAULT_TIMEOUT
    except ValueError:
        seconds = 0
    if not 0 < seconds < 3600:
        raise ValueError(f"CRASH_SERVER_TIMEOUT must be a number of seconds above 0, not {text}")
    return seconds


def _spool_root(values: Dict[str, str]) -> Path:
    if values.get("CRASH_SPOOL_DIR"):
        return Path(values["CRASH_SPOOL_DIR"]).expanduser().absolute()
    state = values.get("XDG_STATE_HOME") or "~/.local/state"
    return Path(state).expanduser() / "crash-analytics" / "spool"


def _folder_name(url: str) -> str:
    """One folder a server: what was meant for one is never sent to another."""
    return re.sub(r"[^A-Za-z0-9.-]+", "_", url.split("://", 1)[1])


def _dotenv(file: Path) -> Dict[str, str]:
    """``NAME=value`` lines; quotes around a value are dropped."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    values = {}
    for line in lines:
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            values[name.replace("export ", "", 1).strip()] = value.strip().strip("\"'")
    return values
