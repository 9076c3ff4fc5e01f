"""What is logged, one JSON object a line: machines read the log of a live installation.

No line holds what somebody typed. An exception is logged by its kind and its frames,
never by its text, which may quote a value.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

from bot.service.trace import request_id

TEXT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Libraries log warnings only: at DEBUG some would print what staff typed.
QUIET = (
    "alembic",
    "apscheduler",
    "bot.slack.bolt",
    "fontTools",
    "fpdf",
    "slack_bolt",
    "slack_sdk",
    "websocket",
)


class JsonLines(logging.Formatter):
    """``{"at", "level", "logger", "message"}`` with ``request`` and the call's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id.get():
            line["request"] = name
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["frames"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps(line, ensure_ascii=False, default=str)


def use_json() -> None:
    """From now on log JSON lines, to where the log went before."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())
