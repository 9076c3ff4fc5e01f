"""What the commands over the real database share: opening it, refusing, asking back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.app import DEMO_IS_NOT_LIVE, LIVE_FILE, live_url, open_store
from bot.config import Config, ConfigError
from bot.store.engine import Store
from bot.store.errors import KindConflict, StoreError

NOT_THERE = (
    "データベースがありません（{}）。DATA_DIR の設定を確かめてください。"
    "はじめてのときは、名簿を取り込むか、本物のSlackにつないで起動すると作られます。"
)
YES = "はい"


class Refused(Exception):
    """The command does nothing; the message says why and what to do."""


def told(work: Callable[[], None]) -> int:
    """Do it; whatever keeps it from being done is said in one sentence (exit code 1)."""
    try:
        work()
    except (Refused, StoreError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The live database of that address, upgraded; a demonstration's is a ConfigError."""
    try:
        store = open_store(url, "live")
    except KindConflict as error:
        raise ConfigError(DEMO_IS_NOT_LIVE) from error
    except StoreError as error:
        raise ConfigError(str(error)) from error
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
    """Whether whoever sits at the terminal answers 「はい」; silence is no."""
    print(f"{question}\nよければ「{YES}」と入力してください： ", end="", flush=True)
    return sys.stdin.readline().strip() == YES
