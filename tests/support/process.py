"""``python -m bot`` as a real process, with an environment of its own; or in this process.

A process takes more than a second of processor to start. One for each command shows that
it can be started; what the command does is the same without.
"""

from __future__ import annotations

import io
import logging
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.logs import QUIET, TEXT

ROOT = Path(__file__).parents[2]
_PORT = re.compile(r"(?:listening on port |http://127\.0\.0\.1:)(\d+)")


def environment(**settings: str) -> dict[str, str]:
    """An environment without any of this machine's settings."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")
    return {k: os.environ[k] for k in kept if k in os.environ} | settings


class BotProcess:
    """A running ``python -m bot run``; ``output`` is everything it printed so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: list[str] = []
        self._said_all = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        """All lines so far."""
        return "".join(self._lines)

    def port(self, seconds: float = 120) -> int:
        """The port it serves on, once it says so."""
        with self._changed:
            ready = self._changed.wait_for(
                lambda: _PORT.search(self.output) or self.process.poll() is not None, seconds
            )
        found = _PORT.search(self.output)
        assert ready, self.output
        assert found, self.output
        return int(found.group(1))

    def wait_for(self, words: str, seconds: float = 120) -> None:
        """Return once it has printed these words."""
        with self._changed:
            self._changed.wait_for(lambda: words in self.output or self._said_all, seconds)
        assert words in self.output, self.output

    def stop(self, seconds: float = 30) -> int:
        """Ask it to end and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._said_all = True
            self._changed.notify_all()


@contextmanager
def bot_process(env: Mapping[str, str], *args: str) -> Iterator[BotProcess]:
    """Start ``python -m bot run`` and end it, by force if need be."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *args],
        cwd=ROOT,
        env=dict(env),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    bot = BotProcess(process)
    try:
        yield bot
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(10)


def bot_command(
    env: Mapping[str, str], *args: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one ``python -m bot`` command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        cwd=ROOT,
        env=dict(env),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def bot_here(
    env: Mapping[str, str], *args: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """As :func:`bot_command`, in this process; what is logged is among its errors, too."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name not in env]:
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        with redirect_stdout(out), redirect_stderr(err), _logged(err):
            try:
                code = main(list(args))
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
    return subprocess.CompletedProcess(args, code, out.getvalue(), err.getvalue())


@contextmanager
def _logged(where: io.StringIO) -> Iterator[None]:
    """Log there as a command that is started does."""
    root, handler = logging.getLogger(), logging.StreamHandler(where)
    handler.setFormatter(logging.Formatter(TEXT))
    levels = {name: logging.getLogger(name).level for name in QUIET} | {"": root.level}
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name or None).setLevel(level)


def write_file(folder: Path, name: str, text: str) -> Path:
    """A file with that text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file
