"""`export`: the printed pages as files, made from the content alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Config
from bot.content.library import Library
from bot.core.failures import reason
from bot.core.office_calendar import tokyo_day
from bot.core.people import Actor
from bot.reports.morning_card import morning_card
from bot.service.card_printing import card_of
from bot.service.printing import Printing

HINT = "`python -m bot questions` の一覧にあるidで指定してください。"
OPERATOR = Actor(slack_user_id="")
PAGES: Mapping[str, Callable[[Printing, Actor, datetime], bytes]] = {
    "pocket-guide": Printing.pocket_guide,
    "urgent": Printing.urgent_page,
}


def export_page(config: Config, what: str, file: Path) -> int:
    """Write one of PAGES to a file, in the place of an older one; 1 when it cannot be written."""
    library = Library.open(config.knowledge_dir, config.quizzes_dir)
    return _written(file, PAGES[what](Printing(library), OPERATOR, datetime.now(UTC)))


def export_card(config: Config, wanted: str, file: Path | None) -> int:
    """Write the 朝礼5分カード of a theme (its first question) or of one question; 1 without any."""
    library = Library.open(config.knowledge_dir, config.quizzes_dir)
    for concept in library.course.concepts.values():
        for question in concept.questions:
            if wanted in {concept.id, question.id}:
                card = card_of(library, concept, question, tokyo_day(datetime.now(UTC)))
                return _written(file or Path(f"card-{wanted}.pdf"), morning_card(card))
    print(f"「{wanted}」というテーマや設問はありません。{HINT}", file=sys.stderr)
    return 1


def _written(file: Path, content: bytes) -> int:
    try:
        file.write_bytes(content)
    except OSError as error:
        print(f"{file} に書けません（{reason(error)}）。", file=sys.stderr)
        return 1
    print(f"印刷用のPDFを作りました： {file}")
    return 0
