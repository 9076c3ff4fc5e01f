"""`roster import` and `backup`: the real database from the command line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.app import DEMO_IS_NOT_LIVE, LIVE_FILE, live_url, open_store
from bot.config import Config, ConfigError
from bot.service.roster import OPERATOR, Roster
from bot.store.engine import Store
from bot.store.errors import KindConflict, StoreError


def import_roster(config: Config, file: Path) -> int:
    """Import a CSV as the whole roster from today; prints every fault with its row."""
    try:
        data = file.read_bytes()
    except OSError as error:
        print(f"{file} を読めません（{error.strerror}）。", file=sys.stderr)
        return 1
    store = _open(config)
    try:
        result = Roster(store).replace(OPERATOR, data, datetime.now(UTC))
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        store.close()
    for fault in result.faults:
        print(fault, file=sys.stderr)
    if result.faults:
        print(
            f"間違いが{len(result.faults)}か所あるため、何も取り込んでいません。", file=sys.stderr
        )
        return 1
    print(f"{result.sections}課{result.staff}人の名簿を取り込みました。")
    if result.unmatched:
        print(
            f"Slackの相手が分からない人（{len(result.unmatched)}人）：{'、'.join(result.unmatched)}"
        )
    return 0


def backup(config: Config, file: Path) -> int:
    """Write a checked copy of the database to a new file."""
    if not config.database_url and not (config.data_dir / LIVE_FILE).exists():
        print(f"データベースがありません（{config.data_dir / LIVE_FILE}）。", file=sys.stderr)
        return 1
    store = _open(config)
    try:
        store.backup(file)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        store.close()
    print(f"写しを作りました： {file}")
    return 0


def _open(config: Config) -> Store:
    try:
        return open_store(live_url(config), "live")
    except KindConflict as error:
        raise ConfigError(DEMO_IS_NOT_LIVE) from error
    except StoreError as error:
        raise ConfigError(str(error)) from error
