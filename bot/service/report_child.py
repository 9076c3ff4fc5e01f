"""Has files drawn by a child process, one order after the other, within a time.

The child inherits no token and no address: its surroundings are made anew.
"""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from bot.reports.orders import MadeFile, Order

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
SECONDS = 300.0
_PROGRAM = (sys.executable, "-m", "bot.reports.child")
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")


class ReportFailed(Exception):
    """The files could not be made; the message says why, for the log."""


class ReportMaker:
    """Makes files outside this process; a second order waits until the first is done."""

    def __init__(self, program: Sequence[str] = _PROGRAM, seconds: float = SECONDS) -> None:
        self._program = program
        self._seconds = seconds
        self._turn = threading.Lock()
        self._ending = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    def make(self, orders: Sequence[Order]) -> list[list[MadeFile]]:
        """The files of each order.

        Raises ReportFailed when the child fails or takes too long; then it is ended.
        """
        # Read back file by file from a file without a name: a pipe's many small pieces would
        # stay in this process's memory.
        with (
            self._turn,
            tempfile.TemporaryDirectory(prefix="kizuki-") as folder,
            tempfile.TemporaryFile() as answer,
        ):
            self._run(pickle.dumps(list(orders)), answer, _surroundings(folder))
            answer.seek(0)
            made: list[list[MadeFile]] = pickle.load(answer)  # noqa: S301 - from our own child
        return made

    def close(self) -> None:
        """Begin nothing more and end what is being drawn (ReportFailed there)."""
        with self._ending:
            self._closed = True
            if self._child is not None:
                _end(self._child)

    def _run(self, orders: bytes, answer: IO[bytes], surroundings: Mapping[str, str]) -> None:
        with self._begun(answer, surroundings) as child:
            try:
                _, trouble = child.communicate(orders, self._seconds)
            except subprocess.TimeoutExpired as error:
                raise ReportFailed(f"not ready after {self._seconds:.0f} s") from error
            finally:
                with self._ending:
                    self._child = None
                    _end(child)
        if child.returncode:
            log.error("reports not made:\n%s", _places(trouble))
            raise ReportFailed(f"the child ended with {child.returncode}")

    def _begun(self, answer: IO[bytes], surroundings: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with self._ending:
            if self._closed:
                raise ReportFailed("closing")
            try:
                self._child = subprocess.Popen(  # noqa: S603 - no shell, and this very Python
                    self._program,
                    stdin=subprocess.PIPE,
                    stdout=answer,
                    stderr=subprocess.PIPE,
                    cwd=ROOT,
                    env=surroundings,
                    # A group of its own, to be ended as one; not a session of its own, because
                    # Linux weighs sessions alike and the child would no longer step back.
                    process_group=0,
                )
            except OSError as error:
                raise ReportFailed(type(error).__name__) from error
        return self._child


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a child that did not end well, and the processes that draw for it."""
    if child.poll() != 0:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _surroundings(folder: str) -> dict[str, str]:
    """What the child sees; the drawing library keeps its list of fonts in ``folder``."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **kept,
        "HOME": folder,
        "MPLCONFIGDIR": folder,
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _places(trouble: bytes) -> str:
    """Where it failed and the kind of failure: what was being drawn stays out of the log."""
    lines = trouble.decode(errors="replace").splitlines()
    kind = lines[-1].partition(":")[0] if lines else ""
    return "\n".join([*(line for line in lines if line.startswith('  File "')), kind])
