"""`survey`: open and close a wave, see how far it is, enter paper forms, print what it came to.

What changes a wave is asked of the process that owns the survey; the command waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.database import Refused, confirmed, existing, told
from bot.cli.indicator import sentences
from bot.config import Config
from bot.content.library import Library
from bot.core.clock import TOKYO
from bot.core.failures import reason
from bot.core.indicator.result import WaveResult
from bot.core.indicator.suppression import GroupRow, Shown
from bot.core.indicator.wave import WaveFault
from bot.core.survey import WaveState
from bot.databases import SURVEY_FILE
from bot.reports.survey_words import TOO_FEW
from bot.service.report_child import ReportFailed
from bot.service.roster import OPERATOR
from bot.service.survey.desk import Surveys
from bot.service.survey.opening import CannotOpen
from bot.service.survey.paper import read_table, template
from bot.service.survey.requests import WAIT_SECONDS
from bot.service.survey.values import WaveStatus
from bot.service.survey.words import NO_OWNER
from bot.service.survey_files import SurveyFiles

NO_WAVES = "まだ開いた回がありません。回の日程は quizzes/survey.yaml にあります。"
STOPPED = "取りやめました。何も変えていません。"
CLOSE = "「{0}」を閉じます。もう回答を受け付けません。元に戻せません。"
VOID = "「{0}」を取り消します。数えた人数は失われ、結果には使えません。元に戻せません。"
ONLY_STOPPED = (
    "\nこの機械には survey.db があります。気づきナビが止まっているだけなら、"
    "起動すれば続けられます。取り消さないでください。"
)
NO_GROUP = "紙のまとまりを --group に、`survey status` に出ている名前で指定してください。"
_TILDE = "\N{FULLWIDTH TILDE}"
_STATES = {WaveState.OPEN: "受付中", WaveState.CLOSED: "終わり", WaveState.VOID: "取り消し"}


def open_wave(config: Config, wave: str, seconds: float = WAIT_SECONDS) -> int:
    """Have the owner open a wave."""
    return _asked(config, lambda s: print(s.open(OPERATOR, wave, _now(), seconds)))


def close_wave(config: Config, wave: str, *, yes: bool, seconds: float = WAIT_SECONDS) -> int:
    """Have the owner close a wave; asks back unless ``yes``."""

    def work(surveys: Surveys) -> None:
        if not yes and not confirmed(CLOSE.format(wave)):
            raise Refused(STOPPED)
        print(surveys.close(OPERATOR, wave, _now(), seconds))

    return _asked(config, work)


def void(config: Config, wave: str, *, yes: bool) -> int:
    """Give up a wave whose counters are lost; asks back unless ``yes``."""

    def work(surveys: Surveys) -> None:
        here = ONLY_STOPPED if (config.data_dir / SURVEY_FILE).exists() else ""
        if not yes and not confirmed(VOID.format(wave) + here):
            raise Refused(STOPPED)
        surveys.void(OPERATOR, wave)
        print(f"「{wave}」を取り消しました。")

    return _asked(config, work)


def status(config: Config) -> int:
    """Print how far the waves are, and how many answers wait to be counted."""

    def work(surveys: Surveys) -> None:
        waves = surveys.status(OPERATOR)
        if not waves:
            print(NO_WAVES)
        for wave in waves:
            _print_status(wave)
        if not all(wave.owner_alive for wave in waves if wave.state is WaveState.OPEN):
            raise Refused(NO_OWNER)

    return _asked(config, work)


def paper(
    config: Config,
    wave: str,
    group: str | None,
    file: Path | None,
    seconds: float = WAIT_SECONDS,
) -> int:
    """Enter the paper forms of a group from a table; without ``file`` print the empty table."""

    def work(surveys: Surveys) -> None:
        definition = surveys.definition(OPERATOR, wave)
        if file is None:
            print(template(definition), end="")
            return
        if group is None:
            raise Refused(NO_GROUP)
        lot = read_table(_text_of(file), group, definition)
        print(surveys.paper(OPERATOR, wave, lot, _now(), seconds))

    return _asked(config, work)


def report(config: Config, wave: str | None, folder: Path | None = None) -> int:
    """Print what a closed wave came to (the newest where none is named), or write its files.

    With a ``folder`` the picture, the paper and the workbook go there; without any closed
    wave they hold the sheet of the plan and the board.
    """
    if folder is not None:
        return _report_files(config, wave or "", folder)

    def work(surveys: Surveys) -> None:
        closed = surveys.closed(OPERATOR)
        if not closed and wave is None:
            raise Refused("まだ閉じた回がありません。")
        print("\n".join(report_lines(surveys.result(OPERATOR, wave or closed[-1]))))

    return _asked(config, work)


def _report_files(config: Config, wave: str, folder: Path) -> int:
    def done() -> None:
        library = Library.open(config.knowledge_dir, config.quizzes_dir)
        with existing(config) as store:
            files = SurveyFiles(store, library, Surveys(store, library))
            try:
                made = files.make(OPERATOR, _now(), wave)
            except (CannotOpen, WaveFault) as error:
                raise Refused(str(error)) from error
            except ReportFailed as error:
                raise Refused("資料を作れませんでした。もう一度実行してください。") from error
        for file in made:
            _write(folder / file.name, file.content)

    return told(done)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refused(f"{path} に書けません（{reason(error)}）。") from error
    print(f"資料を作りました： {path}")


def report_lines(result: WaveResult) -> list[str]:
    """A closed wave in words, with nothing that may not be shown."""
    wave = result.definition
    if result.too_few:
        return [
            wave.title,
            f"対象{wave.staff}人、回答{result.answered}人",
            TOO_FEW.format(wave.thresholds.shown_from),
            f"この回の印（SHA-256）：{result.digest}",
        ]
    question = wave.headline
    parts = "、".join(
        f"うち「{option}」{n}人"
        for option, n in zip(question.options, result.of(question), strict=True)
        if option in question.yes
    )
    use = "この年度の結果" if wave.official else "参考値"
    groups = [f"  {_row_words(row)}" for row in result.rows] if len(result.rows) > 1 else []
    return [
        f"{wave.title}（{use}）",
        f"問い：{question.text}",
        *sentences(result.figures),
        f"「はい」に数えた人の内訳：{parts}",
        f"紙の回答：{result.paper}人",
        *(["まとまりごと：", *groups] if groups else []),
        f"この回の印（SHA-256）：{result.digest}",
    ]


def _row_words(row: GroupRow) -> str:
    head = f"{row.name}（対象{row.staff}人・回答{row.answered}人）"
    if row.shown is Shown.EXACT:
        return f"{head}：「はい」{row.low}人"
    if row.shown is Shown.BAND:
        return f"{head}：「はい」{row.low}〜{row.high}人"
    return f"{head}：人数が少ないため、または差から分かるのを防ぐため、出しません"


def _print_status(wave: WaveStatus) -> None:
    closes = wave.closes_at.astimezone(TOKYO)
    print(f"{wave.title}　{wave.wave}　{_STATES[wave.state]}（{closes:%Y-%m-%d %H:%M}まで）")
    if wave.broken:
        print("  × この回の記録が、始めたときのものと違います。doctor で確かめてください。")
        return
    print(
        f"  回答 {wave.answered}人／対象 {wave.people}人（集計を待っている回答 {wave.waiting}人）"
    )
    for group in wave.groups:
        paper = f"、紙 {group.on_paper}／{group.on_paper_most}人" if group.on_paper_most else ""
        print(f"  {group.name}：{group.answered}／{group.people}人{paper}　[{group.group}]")
    if wave.interrupted:
        print("  △ 機械の停止で、集計前の回答が失われた可能性があります。")
    print(f"  印（SHA-256）：{wave.digest}")


def _asked(config: Config, work: Callable[[Surveys], None]) -> int:
    def done() -> None:
        library = Library.open(config.knowledge_dir, config.quizzes_dir)
        with existing(config) as store:
            try:
                work(Surveys(store, library))
            except (CannotOpen, WaveFault) as error:
                raise Refused(str(error)) from error

    return told(done)


def _text_of(file: Path) -> str:
    """A table's text, in the encodings in which Excel writes a CSV."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} を読めません（{reason(error)}）。") from error
    for encoding in ("utf-8-sig", "cp932"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding).replace(_TILDE, "〜")  # cp932 has no 〜 of its own
    raise Refused(f"{file} の文字を読めません。UTF-8かShift_JISのCSVにしてください。")


def _now() -> datetime:
    return datetime.now(UTC)
