"""`export`: the content as other systems read it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.config import Config
from bot.content.library import Library
from bot.core.failures import reason
from bot.reports import hsds


def export_hsds(config: Config, file: Path) -> int:
    """Write the destinations as Open Referral HSDS 3; 1 when the file cannot be written."""
    library = Library.open(config.knowledge_dir, config.quizzes_dir)
    document = hsds.export(library.knowledge)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    try:
        file.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        print(f"{file} に書けません：{reason(error)}", file=sys.stderr)
        return 1
    print(f"つなぎ先{len(document['services'])}件を {file} に書き出しました。")
    return 0
