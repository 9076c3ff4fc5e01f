"""`doctor`: looks at everything a run needs, changes nothing, and says what to do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.cli.database import sentence
from bot.cli.examination import Examined, examine
from bot.cli.places import Finding, Level, copies_folder, disk
from bot.config import Config, SlackSettings
from bot.content.reader import read_course, read_knowledge
from bot.core.course import Course
from bot.core.go_live import duties_without_contact
from bot.core.knowledge import Knowledge
from bot.databases import LIVE_FILE, live_url
from bot.service.backups import OVERDUE
from bot.slack.clients import make_clients
from bot.slack.probe import look, look_at_app_token
from bot.store.errors import StoreError

MOST_SKEW = 60.0  # Slack refuses requests five minutes old
MOST_NAMED = 10


def doctor(config: Config) -> int:
    """Print every finding; 1 when something has to be done before staff rely on the bot."""
    findings = list(_findings(config))
    for finding in findings:
        print(f"{finding.level} {finding.about}：{finding.sentence}")
    bad = sum(finding.level is Level.BAD for finding in findings)
    print(f"直すところが{bad}か所あります。" if bad else "直すところはありません。")
    return 1 if bad else 0


def _findings(config: Config) -> Iterator[Finding]:
    yield Finding(Level.GOOD, "設定", "読めました。")
    if config.slack is None:
        yield Finding(Level.NOTE, "Slack", "設定がないため、起動するとデモになります。")
    else:
        yield from _slack(config.slack)
    yield disk(config.data_dir)
    yield from copies_folder(config)
    yield from _database(config)
    yield from _content(config)


def _slack(settings: SlackSettings) -> Iterator[Finding]:
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)  # the finding says it, in Japanese
    clients = make_clients(settings.bot_token, settings.api_url)
    seen = look(clients)
    if seen.problem is not None:
        yield Finding(Level.BAD, "Slack", seen.problem)
        return
    yield Finding(Level.GOOD, "Slack", f"「{seen.workspace}」につながりました。")
    yield _scopes(seen.missing)
    yield _clock(seen.clock_ahead)
    if settings.app_token is not None:
        problem = look_at_app_token(settings.app_token, clients.posting)
        level = Level.GOOD if problem is None else Level.BAD
        yield Finding(level, "ソケットモード", problem or "接続先を受け取れました。")


def _scopes(missing: tuple[str, ...] | None) -> Finding:
    if missing is None:
        return Finding(Level.NOTE, "権限", "Slackが権限の一覧を返さないため、確かめられません。")
    if not missing:
        return Finding(Level.GOOD, "権限", "すべてそろっています。")
    return Finding(
        Level.BAD,
        "権限",
        f"{'、'.join(missing)} がありません。アプリの設定に manifest の内容を貼り直し、"
        "ワークスペースに入れ直してください。",
    )


def _clock(ahead: float) -> Finding:
    if abs(ahead) <= MOST_SKEW:
        return Finding(Level.GOOD, "時計", f"Slackとの差は{abs(ahead):.0f}秒です。")
    way = "進んで" if ahead > 0 else "遅れて"
    return Finding(
        Level.BAD,
        "時計",
        f"この機械の時計が{abs(ahead):.0f}秒{way}います。5分ずれるとSlackの知らせを受けられません。"
        "時刻合わせ（NTP）を有効にしてください。",
    )


def _database(config: Config) -> Iterator[Finding]:
    if not config.database_url and not (config.data_dir / LIVE_FILE).exists():
        yield Finding(Level.NOTE, "データベース", "まだありません。run で起動すると作られます。")
        return
    try:
        seen = examine(live_url(config))
    except StoreError as error:
        yield Finding(Level.BAD, "データベース", sentence(error))
        return
    if seen is None:
        yield Finding(Level.NOTE, "データベース", "空です。run で起動すると表が作られます。")
        return
    yield from _stored(seen, config.backup_copies)
    if seen.sections:
        yield from _busy_times(read_course(config.quizzes_dir, None).value, seen.sections)


def _stored(seen: Examined, copies: int) -> Iterator[Finding]:
    if not seen.is_current:
        yield Finding(
            Level.NOTE,
            "データベース",
            f"表の形（{seen.revision}）が今の版と違います。run で起動すると新しくなります。",
        )
        return
    if seen.kind == "demo":
        yield Finding(
            Level.BAD,
            "データベース",
            "デモ用です。DATABASE_URL か DATA_DIR を本番用に変えてください。",
        )
        return
    yield Finding(Level.GOOD, "データベース", f"読めました（{seen.engine}、形は{seen.revision}）。")
    yield _backup(seen.last_backup, copies)
    yield from _roster(seen)
    yield from (Finding(Level.BAD, "職員アンケート", one) for one in seen.survey_faults)
    if seen.dead:
        yield Finding(
            Level.BAD,
            "配信",
            f"届けられなかったものが{seen.dead}件あります。deliveries で確かめてください。",
        )


def _roster(seen: Examined) -> Iterator[Finding]:
    if seen.unmatched:
        named = "、".join(seen.unmatched[:MOST_NAMED])
        others = len(seen.unmatched) - MOST_NAMED
        more = f" ほか{others}人" if others > 0 else ""
        yield Finding(
            Level.NOTE,
            "名簿",
            f"Slackの相手が分からない人が{len(seen.unmatched)}人います（{named}{more}）。"
            "名簿のCSVの「Slackメンバーid」を入れて、取り込み直してください。",
        )
    elif seen.members:
        yield Finding(Level.GOOD, "名簿", f"{seen.members}人、全員にSlackの相手があります。")
    else:
        yield Finding(Level.NOTE, "名簿", "まだ空です。roster import で取り込んでください。")
    if seen.members and not seen.administrators:
        yield Finding(
            Level.NOTE,
            "名簿",
            "管理者がいません。困ったときのお知らせを受け取る人を決めてください。",
        )


def _busy_times(course: Course | None, sections: frozenset[str]) -> Iterator[Finding]:
    """Content does not know the roster: a 課 that it calls otherwise is left alone by nobody."""
    busy = course.calendar.blackouts if course else ()
    for name in sorted({name for one in busy for name in one.section_ids} - sections):
        yield Finding(
            Level.NOTE,
            "課の繁忙期",
            f"quizzes/calendar.yaml にある「{name}」は、いまの名簿にありません。名簿と同じ名前で"
            "書くまで、その課にも設問が届きます。",
        )


def _backup(last: datetime | None, copies: int) -> Finding:
    if not copies:
        return Finding(Level.NOTE, "写し", "毎晩の写しは作らない設定です（BACKUP_COPIES=0）。")
    if last is None:
        return Finding(
            Level.NOTE, "写し", "まだ作られていません。起動すると、はじめの写しを作ります。"
        )
    age = datetime.now(UTC) - last
    hours = f"{age / timedelta(hours=1):.0f}時間前"
    if age <= OVERDUE:
        return Finding(Level.GOOD, "写し", f"最後は{hours}です。")
    return Finding(
        Level.BAD,
        "写し",
        f"最後は{hours}です。run の記録で「backup」を探し、空きと BACKUP_DIR の書きこみの"
        "権限を確かめてください。",
    )


def _content(config: Config) -> Iterator[Finding]:
    knowledge = read_knowledge(config.knowledge_dir)
    course = read_course(config.quizzes_dir, knowledge.value)
    mistakes = len(knowledge.errors) + len(course.errors)
    if mistakes:
        yield Finding(
            Level.BAD,
            "知識と設問",
            f"間違いが{mistakes}か所あります。check で場所を確かめてください。",
        )
    if knowledge.value is None:
        return
    if not mistakes:
        yield Finding(
            Level.GOOD, "知識と設問", f"間違いはありません（版 {knowledge.value.version}）。"
        )
    yield from _contacts(knowledge.value, is_live=config.slack is not None)


def _contacts(knowledge: Knowledge, *, is_live: bool) -> Iterator[Finding]:
    missing = duties_without_contact(knowledge)
    level = Level.BAD if is_live else Level.NOTE
    for duty in missing:
        yield Finding(
            level,
            "昼間の区の連絡先",
            f"「{duty.name}」の窓口の番号がまだ入っていません。knowledge/local.yaml に"
            "内線か電話番号を書いてください。",
        )
    if not missing:
        yield Finding(Level.GOOD, "昼間の区の連絡先", "すべて入っています。")
