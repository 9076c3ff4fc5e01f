"""`export`: the printed pages as files, made from the content alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Config
from bot.content.library import Library
from bot.core.people import Actor
from bot.service.printing import Printing

OPERATOR = Actor(slack_user_id="")
PAGES: Mapping[str, Callable[[Printing, Actor, datetime], bytes]] = {
    "pocket-guide": Printing.pocket_guide,
    "urgent": Printing.urgent_page,
}


def export_page(config: Config, what: str, file: Path) -> int:
    """Write one of PAGES to a file, in the place of an older one; 1 when it cannot be written."""
    library = Library.open(config.knowledge_dir, config.quizzes_dir)
    content = PAGES[what](Printing(library), OPERATOR, datetime.now(UTC))
    try:
        file.write_bytes(content)
    except OSError as error:
        print(f"{file} に書けません（{error.strerror}）。", file=sys.stderr)
        return 1
    print(f"印刷用のPDFを作りました： {file}")
    return 0
