"""What `doctor` says of the folders that a run writes to, and the lines of its report."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.config import Config

LEAST_FREE = 500 * 1024 * 1024


class Level(StrEnum):
    """How it stands with one thing."""

    GOOD = "○"
    NOTE = "△"
    BAD = "×"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    level: Level
    about: str
    sentence: str


def disk(folder: Path) -> Finding:
    """Whether there is room where the data is."""
    place = _there(folder)
    free = shutil.disk_usage(place).free
    size = f"{free / 1024**3:.1f}GB"
    if free >= LEAST_FREE:
        return Finding(Level.GOOD, "ディスク", f"空きは{size}です（{place}）。")
    return Finding(
        Level.BAD,
        "ディスク",
        f"空きが{size}しかありません（{place}）。古いファイルを片づけるか、"
        "DATA_DIR と BACKUP_DIR を広い場所に移してください。",
    )


def copies_folder(config: Config) -> Iterator[Finding]:
    """Whether the nightly copies can be written where the setting says; nothing without one."""
    folder = config.backup_dir
    if folder is None or not config.backup_copies:
        return
    place = _there(folder)
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return
    yield Finding(
        Level.BAD,
        "写し",
        f"BACKUP_DIR に書き込めません（{folder}）。フォルダーがあることと、気づきナビを動かす"
        "利用者の権限を確かめてください。",
    )


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(p for p in (folder.absolute(), *folder.absolute().parents) if p.exists())
