"""`person export` and `person erase`: what is kept about one member of staff."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from bot.cli.database import Refused, confirmed, existing, told
from bot.config import Config
from bot.core.clock import TOKYO
from bot.core.failures import reason
from bot.core.retention import kept
from bot.databases import SURVEY_FILE
from bot.service.retention import Retention
from bot.service.roster import OPERATOR
from bot.service.survey.noted import waves_answered
from bot.store.engine import Store

NOBODY = "職員番号 {0} の人は、このデータベースにいません。名簿の職員番号で指定してください。"
ERASE = (
    "職員番号 {0} の人の名簿・回答・受講の状態・届けた記録を、すべて消します。"
    "元に戻せません。課ごとの受講の人数だけが残ります。"
    "毎晩の写しからは、残す数をすぎると消えます。"
    "受付中の職員アンケートに回答していたときは、二重に数えないために、回答したという印だけが、"
    "受付の終わりまで残ります（何を選んだかは、どこにもありません）。"
)
ANSWERED = (
    "職員アンケートのうち、回答がすんだ回（終わりから30日で消えます。集計を待っている回答は"
    "入りません。何を選んだかは、どこにもありません）"
)
SURVEY_SILENT = (
    "職員アンケートに回答したかどうかを確かめられないため、書き出していません。"
    "気づきナビを起動しておくか、survey.db のある機械で、もう一度実行してください。"
)
STOPPED = "取りやめました。何も消していません。"
STILL_ON_LIST = "名簿のCSVからも消してください。残っていると、次の取り込みでまた登録されます。"


def export_person(config: Config, staff_id: str, file: Path) -> int:
    """Write everything kept about one person to a new, private file."""

    def export() -> None:
        with existing(config) as store:
            found = Retention(store, config.terms).export(OPERATOR, staff_id)
            if not found:
                raise Refused(NOBODY.format(staff_id))
            answered = _answered(config, store, staff_id)
        names = {table: row.what for row in kept(config.terms) for table in row.tables}
        tables = [{"表": t, "意味": names[t], "行": rows} for t, rows in found.items()]
        tables.append({"表": SURVEY_FILE, "意味": ANSWERED, "行": answered})
        _write_new(file, {"職員番号": staff_id, "残しているもの": tables})
        print(f"職員番号 {staff_id} について残しているものを、すべて {file} に書きました。")
        print("ご本人の回答が入っています。ご本人のほかの人には見せないでください。")

    return told(export)


def erase_person(config: Config, staff_id: str) -> int:
    """Erase one person, after asking back; counts stay."""

    def erase() -> None:
        with existing(config) as store:
            retention = Retention(store, config.terms)
            if not retention.export(OPERATOR, staff_id):
                raise Refused(NOBODY.format(staff_id))
            if not confirmed(ERASE.format(staff_id)):
                raise Refused(STOPPED)
            erased = retention.erase(OPERATOR, staff_id)
        print(f"消しました（{sum(erased.values())}行）。")
        print(STILL_ON_LIST)

    return told(erase)


def _answered(config: Config, store: Store, staff_id: str) -> list[dict[str, str]]:
    """The waves that the person has answered (Refused when nobody can say)."""
    now, file = datetime.now(TOKYO), config.data_dir / SURVEY_FILE
    waves = waves_answered(store, file, OPERATOR, staff_id, now)
    if waves is None:
        raise Refused(SURVEY_SILENT)
    return [{"wave": wave} for wave in waves]


def _write_new(file: Path, content: Mapping[str, object]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text + "\n")
    except FileExistsError as error:
        raise Refused(f"同じ名前のファイルがすでにあります（{file}）。") from error
    except OSError as error:
        raise Refused(f"{file} を書けません（{reason(error)}）。") from error


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
