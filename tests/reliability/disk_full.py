"""Run in a file system of three megabytes: the disk fills, is cleared, and work goes on.

``python disk_full.py FOLDER`` prints what happened as one JSON object.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.store import inbox
from bot.store.engine import BackupFailed, Store, StoreUnavailable
from bot.store.tables import inbox_event
from tests.store.samples import NOW

BALLAST = 1_500_000


def main(folder: Path) -> None:
    """Fill it, look, clear it, go on."""
    ballast = folder / "ballast"
    ballast.write_bytes(b"x" * BALLAST)
    store = Store.open(f"sqlite:///{folder / 'kizuki.db'}")
    store.upgrade()
    kept, said = _fill(store)
    seen = _count(store)
    backup = ""
    try:
        store.backup(folder / "copy.db")
    except (BackupFailed, StoreUnavailable) as error:
        backup = str(error)
    ballast.unlink()
    with store.write() as tx:
        inbox.begin(tx, "afterwards", NOW, timedelta(0))
    with store.read() as tx:
        sound = tx.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    left = sorted(file.name for file in folder.iterdir() if "copy" in file.name)
    counts = {"kept": kept, "seen": seen, "afterwards": _count(store)}
    print(json.dumps({**counts, "said": said, "backup": backup, "sound": sound, "left": left}))  # noqa: T201  # the parent reads it


def _fill(store: Store) -> tuple[int, str]:
    for step in range(100_000):
        try:
            with store.write() as tx:
                for half in range(50):
                    inbox.begin(tx, f"{step}/{half}/{'x' * 80}", NOW, timedelta(0))
        except StoreUnavailable as error:
            return 50 * step, str(error)
    raise AssertionError("the disk never was full")


def _count(store: Store) -> int:
    with store.read() as tx:
        return int(tx.execute(select(func.count()).select_from(inbox_event)).scalar_one())


if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main(Path(sys.argv[1]))
