"""What the commands over the real database share: opening it, refusing, asking back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cli import BY_CTRL_C
from bot.config import Config, ConfigError
from bot.databases import DEMO_IS_NOT_LIVE, LIVE_FILE, live_url, open_store
from bot.store.engine import Store
from bot.store.errors import KindConflict, StoreError, StoreUnavailable

NOT_THERE = (
    "データベースがありません（{}）。DATA_DIR の設定を確かめてください。"
    "はじめてのときは、名簿を取り込むか、本物のSlackにつないで起動すると作られます。"
)
INTERRUPTED = (
    "途中で止めました。どこまで進んだかは、もう一度同じように実行すると分かります"
    "（データベースに、途中までの変更だけが残ることはありません）。"
)
_OTHER_USER = (
    "気づきナビを動かしている利用者で実行しているか、フォルダーの権限と空きを確かめてください。"
)
_OTHER_PLACE = (
    "接続先（DATABASE_URL）のサーバー・利用者・合言葉・データベースの名前と、"
    "サーバーが動いていることを確かめてください。"
)
_HINTS = (
    (("readonly", "unable to open", "開けません"), _OTHER_USER),
    (("connection", "resolve"), _OTHER_PLACE),
)
YES = "はい"


class Refused(Exception):
    """The command does nothing; the message says why and what to do."""


def sentence(error: StoreError) -> str:
    """What the database said, and what to look at where it only said why."""
    if isinstance(error, StoreUnavailable):
        for words, hint in _HINTS:
            if any(word in str(error) for word in words):
                return f"{error}{hint}"
    return str(error)


def told(work: Callable[[], None]) -> int:
    """Do it; whatever keeps it from being done is said in one sentence (exit code 1).

    Every change of these commands is one transaction or one new name, so that Ctrl+C leaves
    all of it or nothing (exit code 130).
    """
    try:
        work()
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except StoreError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n{INTERRUPTED}", file=sys.stderr)
        return BY_CTRL_C
    return 0


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The live database of that address, upgraded; a demonstration's is a ConfigError."""
    try:
        store = open_store(url, "live")
    except KindConflict as error:
        raise ConfigError(DEMO_IS_NOT_LIVE) from error
    except StoreError as error:
        raise ConfigError(sentence(error)) from error
    try:
        yield store
    finally:
        store.close()


@contextmanager
def existing(config: Config) -> Iterator[Store]:
    """The configured database, which must be there: a mistyped folder is not an empty one."""
    if not config.database_url and not (config.data_dir / LIVE_FILE).exists():
        raise Refused(NOT_THERE.format(config.data_dir / LIVE_FILE))
    with opened(live_url(config)) as store:
        yield store


def confirmed(question: str) -> bool:
    """Whether whoever sits at the terminal answers 「はい」; silence and Ctrl+C are no."""
    print(f"{question}\nよければ「{YES}」と入力してください： ", end="", flush=True)
    try:
        return sys.stdin.readline().strip() == YES
    except KeyboardInterrupt:
        print()
        return False
