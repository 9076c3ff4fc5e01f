"""`deliveries` and `plan-delivery`: how far a send is, what to do with it, what one would cost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from datetime import datetime
from unicodedata import east_asian_width

from bot.cli.database import Refused, confirmed, existing, told
from bot.clock import SystemClock
from bot.config import Config
from bot.core.pace import Limits
from bot.core.progress import SIZES, Estimate, duration_words, estimates
from bot.service.roster import OPERATOR
from bot.service.sending_words import NOTHING, lines, state_words
from bot.service.sendings import Sending, Sendings, UnknownSending

FOLLOW_SECONDS = 2
STOPPED = "取りやめました。何も変えていません。"
UNKNOWN = "そのような配信はないか、もう変えられません。`deliveries` の一覧で確かめてください。"
CANCEL = "「{key}」の配信を取りやめます。まだ届いていない人には届きません。元に戻せません。"
RETRY = "「{key}」で届かなかった人の会話を確かめ、届いていない人にもう一度送ります。"
WINDOW = "送るのは開庁日の9〜17時だけです。1日目は10時に始めます。"
_HEAD = ("方法", "通数", "速さ", "かかる時間", "終わり")
_WIDTHS = (40, 10, 12, 14, 0)


def show(config: Config, *, follow: bool) -> int:
    """Print the newest sends; with ``follow`` again and again until none is under way.

    Ctrl+C is how one stops following: nothing is wrong then.
    """

    def work() -> None:
        with existing(config) as store:
            sendings = Sendings(store, Limits.per_minute(config.posts_per_minute))
            with suppress(KeyboardInterrupt) if follow else nullcontext():
                while _print(sendings.recent(OPERATOR, SystemClock().now())) and follow:
                    time.sleep(FOLLOW_SECONDS)
                    print()

    return told(work)


def change(config: Config, action: str, key: str) -> int:
    """Pause, resume, cancel or retry one send; the last two ask back."""

    def work() -> None:
        with existing(config) as store:
            sendings = Sendings(store)
            question = {"cancel": CANCEL, "retry": RETRY}.get(action, "").format(key=key)
            if question and not confirmed(question):
                raise Refused(STOPPED)
            try:
                _CHANGES[action](sendings, key, SystemClock().now())
            except UnknownSending as error:
                raise Refused(UNKNOWN) from error

    return told(work)


def _pause(sendings: Sendings, key: str, now: datetime) -> None:
    sendings.pause(OPERATOR, key, now)
    print("一時停止しました。送りかけの分だけを終えます。")


def _resume(sendings: Sendings, key: str, now: datetime) -> None:
    sendings.resume(OPERATOR, key, now)
    print("再開しました。30秒以内に続きを送り始めます。")


def _cancel(sendings: Sendings, key: str, now: datetime) -> None:
    sendings.cancel(OPERATOR, key, now)
    print(f"「{key}」の配信を取りやめました。")


def _retry(sendings: Sendings, key: str, now: datetime) -> None:
    print(f"{sendings.retry(OPERATOR, key, now)}人について、届いたかを確かめてから送り直します。")


_CHANGES: Mapping[str, Callable[[Sendings, str, datetime], None]] = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
}


def plan(staff: int | None) -> int:
    """Print what reaching everybody takes, for that many staff or for three sizes of ward."""
    print(WINDOW)
    for size in SIZES if staff is None else (staff,):
        print(f"\n職員{size:,}人")
        print(_row(_HEAD))
        for estimate in estimates(size):
            print(_row(_cells(estimate)))
    return 0


def _print(sendings: tuple[Sending, ...]) -> bool:
    """Print them; whether any is under way."""
    if not sendings:
        print(NOTHING)
    for sending in sendings:
        print(f"{sending.title}（{state_words(sending)}）　{sending.key}")
        for line in lines(sending):
            print(f"  {line}")
    sys.stdout.flush()
    return any(sending.running for sending in sendings)


def _cells(estimate: Estimate) -> tuple[str, ...]:
    way = estimate.way
    name = f"{way.name}〔計画のみ〕" if way.planned_only else way.name
    if way.per_minute is None:
        return name, "0通", "－", "－", "いつでも"
    hour, minute = divmod(estimate.ends_at, 60)
    return (
        name,
        f"{estimate.messages:,}通",
        f"1分に{way.per_minute}通",
        duration_words(estimate.seconds),
        f"{estimate.ends_on}日目 {hour}:{minute:02d}",
    )


def _row(cells: tuple[str, ...]) -> str:
    padded = (
        text + " " * (width - _columns(text)) for text, width in zip(cells, _WIDTHS, strict=True)
    )
    return "  " + "".join(padded).rstrip()


def _columns(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
