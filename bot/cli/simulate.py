"""`simulate-year`: a whole 年度 with a fast clock, and what it came to."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bot.cli.year.figures import YearFigures, figures
from bot.cli.year.player import Player, YearClock
from bot.cli.year.recall import RecallTable, recall
from bot.cli.year.recall import together as recalls_together
from bot.cli.year.ward import Ward, ward
from bot.config import Config
from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.learning.policies import LEITNER, ONCE, RECOMMENDED, TWIN
from bot.core.learning.weeks import CompletionState
from bot.core.pace import Limits
from bot.core.retention import Terms
from bot.databases import open_store, sqlite_url
from bot.service.caretaking import open_caretaking
from bot.service.rooms import Choices, open_service
from bot.store.engine import Store
from bot.store.year import Ledger, read
from bot.store.year import together as ledgers_together

YEAR = 2026
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there, as in any other
"""Where a machine has it: the database is thrown away, so nothing need reach a disk."""
IN_HALVES = 100  # people from whom on two processes are worth their start
UNPACED = Limits(1e6, 1e6)  # no real Slack has to be spared
LAWS = {"exponential": "忘れ方A（半減期）", "power": "忘れ方B（べき乗）"}
POLICIES = {
    ONCE: "1回ずつ",
    LEITNER: "ふつうのライトナー法",
    RECOMMENDED: "気づきナビ",
    TWIN: "気づきナビの順で、間隔はライトナー法",
}
STATES = {
    CompletionState.COMPLETED: "受講済",
    CompletionState.COMPLETED_LATE: "期限後受講",
    CompletionState.NOT_COMPLETED: "未受講",
    CompletionState.EXCLUDED: "対象外",
}


def simulate_year(config: Config, staff: int, *, as_json: bool) -> int:
    """Play the year and print it; 1 when what must never be has been."""
    found = played(config.knowledge_dir, config.quizzes_dir, ward(staff, YEAR))
    print(json.dumps(found.as_json(), ensure_ascii=False) if as_json else as_text(found))
    for fault in found.faults:
        print(fault, file=sys.stderr)
    return int(bool(found.faults))


def played(knowledge_dir: Path, quizzes_dir: Path, whole: Ward) -> YearFigures:
    """The year of a ward; a large one in two halves at once, whose people never meet."""
    began = time.perf_counter()
    parts = whole.halves() if len(whole.people) >= IN_HALVES else (whole,)
    play = partial(_played, knowledge_dir, quizzes_dir)
    with ProcessPoolExecutor(len(parts), get_context("spawn")) as pool:
        ends = list(pool.map(play, parts))
    found = figures(
        ledgers_together([end.ledger for end in ends]),
        whole,
        ends[0].concepts,
        recalls_together([end.recall for end in ends]),
    )
    return replace(found, seconds=round(time.perf_counter() - began, 1))


@dataclass(frozen=True, slots=True)
class _End:
    """What is left of a part when its database is thrown away."""

    ledger: Ledger
    recall: tuple[RecallTable, Mapping[str, int]]
    concepts: int


def _played(knowledge_dir: Path, quizzes_dir: Path, part: Ward) -> _End:
    """In a process of its own: nothing of a part is shared but the content's files."""
    logging.disable(logging.INFO)  # a line for each of 25,000 messages helps nobody
    library = Library.open(knowledge_dir, quizzes_dir)
    in_memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kizuki-year-", dir=in_memory) as folder:
        store = open_store(sqlite_url(Path(folder) / "year.db"), "demo")
        try:
            player = _player(store, library, Path(folder), part)
            player.play()
            with store.read() as tx:
                ledger = read(tx)
        finally:
            store.close()
    known = recall(part, library.course, player.minds, ledger.posts)
    return _End(ledger, known, len(library.course.concepts))


def _player(store: Store, library: Library, folder: Path, people: Ward) -> Player:
    begins = people.roster_days[0]
    clock = YearClock(datetime(begins.year, begins.month, begins.day, tzinfo=TOKYO))
    service = open_service(store, library, clock, folder, Choices(posting=UNPACED))
    caretaking = open_caretaking(store, library, folder, 0, Terms())
    return Player(service, caretaking, library, clock, people)


def as_text(found: YearFigures) -> str:
    """The figures for reading in a terminal."""
    all_met = found.weeks_until_all_concepts_p90
    lines = [
        f"{found.year}年度を、架空の職員{found.staff}人で動かしました（{found.seconds:.0f}秒）。",
        "",
        f"届いたメッセージ　　　　　　{found.messages:,}通（答え {found.answers:,}件）",
        f"1人に7日間で届いた最多　　　{found.max_posts_per_person_7_days}通",
        f"1人に1日で届いた最多　　　　{found.max_posts_per_person_day}通",
        f"時間外に届いたもの　　　　　{found.posts_outside_hours}通",
        f"閉庁日に届いたもの　　　　　{found.posts_on_closed_days}通",
        "1人が1週間に受けた数　　　　" + _spread(found),
        "すべてのテーマに会うまで　　"
        + (f"{all_met}週（10人のうち9人）" if all_met else "10人のうち9人には届きません"),
        f"習得したテーマ　　　　　　　1人あたり{found.concepts_mastered_per_person:.1f}",
        "",
        "週ごとの受講",
        *_week_lines(found),
        "",
        "年度が終わって8週間後に覚えている割合（全テーマ／必修）",
        *_recall_lines(found.recall),
        "忘れ方は仮定です。割合の大きさではなく、並び順だけを見てください。",
    ]
    return "\n".join(lines)


def _spread(found: YearFigures) -> str:
    whole = sum(found.posts_per_person_week.values()) or 1
    spread = found.posts_per_person_week.items()
    return "、".join(f"{number}通 {count / whole:.1%}" for number, count in spread)


def _week_lines(found: YearFigures) -> list[str]:
    whole = sum(found.weeks_by_state.values()) or 1
    return [
        f"  {label}　{found.weeks_by_state[state]:,}（{found.weeks_by_state[state] / whole:.1%}）"
        for state, label in STATES.items()
    ]


def _recall_lines(recall: RecallTable) -> list[str]:
    lines = []
    for law, by_policy in recall.items():
        lines.append(f"  {LAWS[law]}")
        lines += [
            f"    {label}　{by_policy[name]['all']:.2f}／{by_policy[name]['must']:.2f}"
            for name, label in POLICIES.items()
        ]
    return lines
