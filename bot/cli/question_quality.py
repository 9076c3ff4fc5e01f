"""`questions` over the real database: what rests, is overdue or flagged, and the candidates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.cli.database import Refused, existing, told
from bot.clock import SystemClock
from bot.config import Config
from bot.content.library import Library
from bot.core.learning.item_statistics import FLAG_LABELS, LEAST_PUBLISHED
from bot.databases import LIVE_FILE
from bot.service.question_standing import Standing
from bot.service.questions import Candidate, Overview, Questions
from bot.service.referral import UnknownEntry
from bot.service.roster import OPERATOR

CONFIRMED = "設問 {id} は今の内容に合っていると残しました。また使われます。"
UNKNOWN = "設問 {id} は、使っている設問にありません。`questions` の一覧で確かめてください。"
NO_ID = "どの設問かを書いてください。例：python -m bot questions confirm danger-first-1"


def has_database(config: Config) -> bool:
    """Whether there is something to count from."""
    return bool(config.database_url) or (config.data_dir / LIVE_FILE).exists()


def show(config: Config) -> int:
    """Print what rests, what is to be looked at again, and the figures; nothing before a start."""
    if not has_database(config):
        return 0

    def work() -> None:
        with _questions(config) as (questions, _, now):
            for line in overview_lines(questions.overview(OPERATOR, now)):
                print(line)

    return told(work)


def confirm(config: Config, question_id: str | None) -> int:
    """「設問は今の内容に合っています」."""

    def work() -> None:
        if question_id is None:
            raise Refused(NO_ID)
        with _questions(config) as (_, standing, now):
            try:
                standing.confirm(OPERATOR, question_id, now)
            except UnknownEntry as error:
                raise Refused(UNKNOWN.format(id=question_id)) from error
        print(CONFIRMED.format(id=question_id))

    return told(work)


def candidates(config: Config) -> int:
    """Print the topics for which a question may be missing."""

    def work() -> None:
        with _questions(config) as (questions, _, now):
            found = questions.candidates(OPERATOR, now)
        _print_candidates("よく聞かれたテーマ（人）", found.asked)
        _print_candidates("「分かりません」になったテーマ（人）", found.unanswered)
        _print_candidates("急ぎの場面のカードが出た回数（回）", found.duties)
        _print_candidates("気づきメモで「わからない」が多い項目（件）", found.left_open)

    return told(work)


@contextmanager
def _questions(config: Config) -> Iterator[tuple[Questions, Standing, datetime]]:
    library = Library.open(config.knowledge_dir, config.quizzes_dir)
    with existing(config) as store:
        standing = Standing(store, library)
        now = SystemClock().now()
        # As the bot would at its next tick: what is seen here first is confirmed as it is.
        standing.look(now)
        yield Questions(store, library, standing), standing, now


def overview_lines(overview: Overview) -> Iterator[str]:
    """The editors' view as lines."""
    yield f"休んでいる設問：{len(overview.resting)}問"
    for one in overview.resting:
        facts = "、".join(f"{entry}（{name}）" for entry, name in one.facts)
        since = f"{one.since}から、" if one.since else ""
        why = f"{since}変わった項目：{facts}" if facts else "見直しの日から60日を過ぎた項目による"
        yield f"  {one.question.id}  {why}"
    yield f"要再確認（見直しの日を過ぎた項目）：{len(overview.overdue)}件"
    for entry in overview.overdue:
        owner = f"、担当：{entry.owner}" if entry.owner else ""
        ids = " ".join(entry.question_ids)
        yield f"  {entry.name}（{entry.review_after}まで{owner}）  {ids}"
    for title in overview.few:
        yield f"使える設問が2問より少ない必修のテーマ：{title}"
    yield f"気になる数字の設問：{len(overview.flagged)}問"
    for flagged in overview.flagged:
        for flag in flagged.figures.flags:
            yield f"  {flagged.question.id}  {FLAG_LABELS[flag]}"
    yield from _figures(overview)


def _figures(overview: Overview) -> Iterator[str]:
    yield (
        f"数字（はじめての答えだけ、{LEAST_PUBLISHED}人から）："
        f"使っている設問{overview.in_use}問のうち{len(overview.figures)}問"
    )
    for figures in overview.figures.values():
        shares = " ".join(f"{share:.2f}" for share in figures.shares)
        telling = "－" if figures.discrimination is None else f"{figures.discrimination:.2f}"
        right = f"{figures.n}人 正解{figures.facility:.2f} 見分ける力{telling}"
        yield f"  {figures.question_id}  {right} 選択肢 {shares}"


def _print_candidates(title: str, found: tuple[Candidate, ...]) -> None:
    print(title)
    for one in found:
        month = f"  {one.month}" if one.month else ""
        print(f"  {one.label}  {one.number}{month}  関係する設問{one.questions}問")
    if not found:
        print("  まだありません。")
