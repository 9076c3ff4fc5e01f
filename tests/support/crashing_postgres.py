"""A PostgreSQL server of a test's own, which may be crashed and started again."""

from __future__ import annotations

import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import postgres


class CrashingPostgres:
    """The server; its address stays the same through its crashes."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        self._port = postgres._free_port()
        self._password = secrets.token_hex(16)
        postgres._initialise(binaries, folder, self._password)
        self._process = self._start()

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgresql://kizuki:{self._password}@127.0.0.1:{self._port}/postgres"

    def crash(self) -> None:
        """Stop it at once, as ``pg_ctl stop -m immediate`` does: no goodbye, no checkpoint."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(postgres.STOP_SECONDS)

    def restart(self) -> None:
        """Start it again; it recovers from its log."""
        self._process = self._start()

    def stop(self) -> None:
        """End it for good."""
        self._process.kill()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        settings = postgres._SETTINGS | {"port": str(self._port)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        log = self._folder / "server.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [
                    *postgres._as_owner(),
                    str(self._binaries / "postgres"),
                    *("-D", str(self._folder / "data")),
                    *options,
                ],
                stdout=output,
                stderr=output,
                cwd=self._folder,
            )
        postgres._wait_until_ready(process, self._binaries, self._port, log)
        return process


@contextmanager
def crashing_postgres() -> Iterator[CrashingPostgres]:
    """A server until the block ends; without the programs the test is skipped."""
    binaries = postgres._binaries()
    missing = postgres._what_is_missing(binaries)
    if binaries is None or missing:
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="kizuki-crashing-"))
    try:
        server = CrashingPostgres(binaries, folder)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
