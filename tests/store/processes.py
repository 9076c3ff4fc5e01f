"""Several Python processes that do the same thing at the same moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60


class Crew:
    """Processes that answer each line they are given with one line."""

    def __init__(self, processes: Sequence[subprocess.Popen[str]]) -> None:
        self._processes = processes
        self.answers()  # each says once that it has started

    def tell(self, line: str) -> None:
        """Give every process the same line, as nearly at once as possible."""
        for process in self._processes:
            _pipe(process.stdin).write(f"{line}\n")
            _pipe(process.stdin).flush()

    def answers(self) -> list[str]:
        """The next line of each process."""
        return [_pipe(process.stdout).readline().strip() for process in self._processes]


@contextmanager
def crew(script: str, size: int) -> Iterator[Crew]:
    """``size`` processes running ``script``, which prints a line once it is ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(size)
    ]
    try:
        yield Crew(processes)
    finally:
        for process in processes:
            _pipe(process.stdin).close()
            process.wait(WAIT_SECONDS)
            _pipe(process.stdout).close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
