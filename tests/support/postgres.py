"""A real PostgreSQL server for the test run: temporary, loopback only, gone afterwards.

It is started from the installed binaries. Without them the tests that need it are
skipped with a reason; with CI=true that is an error. PostgreSQL refuses to run as
root, so root starts it as the user ``postgres``.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest

START_SECONDS = 120
STOP_SECONDS = 30
_USER = "kizuki"
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "timezone": "Asia/Tokyo",  # not UTC, so that a lost time zone shows
}


@dataclass(frozen=True)
class PostgresServer:
    """The running server; every test makes databases of its own in it."""

    port: int
    password: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str) -> str:
        """The address of one of its databases, as DATABASE_URL would give it."""
        return f"postgresql://{_USER}:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Make a new, empty database; returns its name."""
        name = f"test_{next(self._numbers)}"
        with self.administer() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        with self.administer() as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def administer(self) -> psycopg.Connection:
        """A connection that may do anything; each statement stands for itself."""
        return psycopg.connect(self.url("postgres"), autocommit=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The PostgreSQL server of this test run."""
    binaries = _binaries()
    missing = _what_is_missing(binaries)
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if binaries is None or missing:
        pytest.skip(missing)
    with _server(binaries) as server:
        yield server


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server of one's own, for what is not a test; RuntimeError where there is none."""
    binaries = _binaries()
    missing = _what_is_missing(binaries)
    if binaries is None or missing:
        raise RuntimeError(missing)
    with _server(binaries) as server:
        yield server


def _what_is_missing(binaries: Path | None) -> str:
    if binaries is None:
        return "PostgreSQL's server is not installed (on Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and _unprivileged() is None:
        return "PostgreSQL does not run as root and there is no user 'postgres' to run it as"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "setpriv is not installed (on Debian: apt-get install util-linux)"
    return ""


def _binaries() -> Path | None:
    """The folder with the newest server's programs."""
    found = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    found.sort(key=lambda path: float(Path(path).parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    first = next(iter([*found, *([on_path] if on_path else [])]), None)
    return Path(first).resolve().parent if first else None


def _unprivileged() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


@contextmanager
def _server(binaries: Path) -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="kizuki-postgres-"))
    try:
        password = secrets.token_hex(16)
        _initialise(binaries, folder, password)
        with _running(binaries, folder) as port:
            yield PostgresServer(port, password)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(binaries: Path, folder: Path, password: str) -> None:
    password_file = folder / "password"
    password_file.write_text(password)
    owner = _unprivileged() if os.geteuid() == 0 else None
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        os.chown(password_file, owner.pw_uid, owner.pw_gid)
    access = [f"--username={_USER}", f"--pwfile={password_file}", "--auth=scram-sha-256"]
    kind = ["--encoding=UTF8", "--locale=C", "--no-sync", f"--pgdata={folder / 'data'}"]
    made = subprocess.run(
        [*_as_owner(), str(binaries / "initdb"), *access, *kind],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    if made.returncode:
        pytest.fail(f"initdb: {made.stderr}")


@contextmanager
def _running(binaries: Path, folder: Path) -> Iterator[int]:
    port = _free_port()
    settings = [f"--{name}={value}" for name, value in (_SETTINGS | {"port": str(port)}).items()]
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), *settings]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*_as_owner(), *command], stdout=output, stderr=output, cwd=folder
        )
    try:
        _wait_until_ready(process, binaries, port, log)
        yield port
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()


def _wait_until_ready(
    process: subprocess.Popen[bytes], binaries: Path, port: int, log: Path
) -> None:
    ask = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    deadline = time.monotonic() + START_SECONDS
    while subprocess.run(ask, check=False, env=_plain_environment()).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"PostgreSQL did not start: {log.read_text()}")
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)


def _as_owner() -> list[str]:
    """The words before a command: another user for root, and an end when we end."""
    if shutil.which("setpriv") is None:
        return []
    words = ["setpriv", "--pdeathsig=SIGINT"]
    owner = _unprivileged() if os.geteuid() == 0 else None
    if owner is not None:
        words += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    return words


def _plain_environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
