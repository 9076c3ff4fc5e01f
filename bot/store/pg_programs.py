"""PostgreSQL's own programs: a consistent copy under load, and back again.

They connect by the address without its password, which they get in their environment:
arguments can be read by every user of the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL

from bot.store.errors import BackupFailed, NotForThisEngine, RestoreFailed, StoreError

MAGIC = b"PGDMP"
_SECONDS = 3600
_ARCHIVE = ("--format=custom", "--no-owner", "--no-privileges")
NOT_COPIED = ("asked_by", "asked_key")
"""Tables that lie in no copy: marks of people, and the month's key that makes them."""
_PLAIN = ("--no-owner", "--no-privileges")
_WHOLE = (*_PLAIN, "--exit-on-error", "--single-transaction")
_AS_ONE = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")


def has_programs() -> bool:
    """Whether both programs are on this machine."""
    return all(shutil.which(name) for name in ("pg_dump", "pg_restore"))


def dump(address: URL, target: Path) -> None:
    """Write the whole database into ``target`` (made before) and read it through once.

    Raises NotForThisEngine without the programs, BackupFailed with what pg_dump said.
    """
    without = [f"--exclude-table-data={table}" for table in NOT_COPIED]
    _run(address, "pg_dump", [*_ARCHIVE, *without, f"--file={target}"], BackupFailed)
    check(target)


def check(archive: Path) -> None:
    """Read every part of an archive (BackupFailed when that cannot be done)."""
    _run(None, "pg_restore", [f"--file={os.devnull}", str(archive)], BackupFailed)


def rows_of(archive: Path, table: str) -> list[list[str]]:
    """The rows of one table in an archive, as text (BackupFailed when there is none)."""
    only = ["--data-only", f"--table={table}", "--file=-", str(archive)]
    script = _run(None, "pg_restore", only, BackupFailed)
    _, begun, rest = script.partition(" FROM stdin;\n")
    if not begun:
        raise BackupFailed("気づきナビの表がありません。")
    lines = rest.partition("\n\\.")[0].splitlines()
    return [line.split("\t") for line in lines]


def load(address: URL, archive: Path) -> None:
    """Fill the empty database from an archive, all or nothing (RestoreFailed)."""
    _run(address, "pg_restore", [*_WHOLE, str(archive)], RestoreFailed)


def exchange(address: URL, archive: Path, drop: str, script: Path) -> None:
    """Run the statement ``drop`` and fill the database from an archive, in one transaction.

    Whatever ends in the middle, this program, psql or the server, the database is as before.
    psql reads the archive from ``script`` (made before, private), not from a pipe: whoever
    feeds a pipe and dies would have it commit half an archive. Raises RestoreFailed.
    """
    _run(None, "pg_restore", [*_PLAIN, f"--file={script}", str(archive)], RestoreFailed)
    as_one = [*_AS_ONE, f"--command={drop}", f"--file={script}"]
    _run(address, "psql", as_one, RestoreFailed)


def _run(
    address: URL | None, program: str, arguments: Sequence[str], failed: type[StoreError]
) -> str:
    found = shutil.which(program)
    if found is None:
        raise NotForThisEngine(
            f"PostgreSQL付属の {program} が見つかりません。DebianやUbuntuではパッケージ "
            "postgresql-client を入れて、もう一度実行してください。"
        )
    where = [f"--dbname={_without_password(address)}"] if address is not None else []
    try:
        ended = subprocess.run(  # noqa: S603  # no shell, and a program found on PATH
            [found, *where, *arguments],
            env=_environment(address),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise failed(f"{program} を実行できません（{type(error).__name__}）。") from error
    if ended.returncode:
        raise failed(f"{program} が失敗しました（{_first_line(ended.stderr)}）。")
    return ended.stdout


def _without_password(address: URL) -> str:
    plain = URL.create(
        "postgresql",
        username=address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=address.query,
    )
    return plain.render_as_string()


def _environment(address: URL | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    kept |= {"LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "10"}
    if address is not None and address.password is not None:
        kept["PGPASSWORD"] = str(address.password)
    return kept


def _first_line(text: str) -> str:
    return (text.strip().splitlines() or ["理由は分かりません"])[0]
