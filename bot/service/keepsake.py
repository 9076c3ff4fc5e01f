"""A value kept on disk between two processes, as Python keeps compiled modules.

The file is a pickle, and reading a pickle can run anything that is written in it. It is
therefore read only when nobody but this user can have written it: the folder has mode
0700, the file 0600, both belong to this user, and neither is a link. A digest shows a
file that was cut short. Whatever is wrong, the value is simply made anew.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import tempfile
from contextlib import suppress
from io import BufferedRandom, BufferedReader
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.core.analysis import Analyser

SUFFIX = ".engine"
_KEPT = 2  # files: the one in use and, after a change, the one before it
_LONGEST_WRITING = 3600.0  # seconds; an older part of a file is left from a crash
_DIGEST = "sha256"
_DIGEST_BYTES = 32


def load(folder: Path, key: str, analyser: Analyser) -> Any | None:
    """The value saved under ``key``; None when there is none that can be trusted.

    ``analyser`` takes the place of the one that the value was made with.
    """
    try:
        if not _is_private(folder.lstat(), stat.S_IFDIR):
            return None
        descriptor = os.open(folder / f"{key}{SUFFIX}", os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(descriptor, "rb") as stream:
            if not _is_private(os.fstat(stream.fileno()), stat.S_IFREG):
                return None
            if stream.read(_DIGEST_BYTES) != _digest(stream):
                return None
            stream.seek(_DIGEST_BYTES)
            return _Unpickler(stream, analyser).load()
    except OSError:
        return None


def save(folder: Path, key: str, value: object) -> None:
    """Keep ``value`` under ``key``; where nothing can be written, nothing happens.

    Two processes may do so at once: each file appears as a whole or not at all.
    """
    with suppress(OSError):
        for made in (folder.parent, folder):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(folder.lstat(), stat.S_IFDIR):
            file = folder / f"{key}{SUFFIX}"
            _write(folder, file, value)
            _prune(folder, file)


def _write(folder: Path, file: Path, value: object) -> None:
    descriptor, name = tempfile.mkstemp(dir=folder)  # mode 0600
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            stream.write(bytes(_DIGEST_BYTES))
            _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
            stream.seek(_DIGEST_BYTES)
            digest = _digest(stream)
            stream.seek(0)
            stream.write(digest)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)


def _prune(folder: Path, saved: Path) -> None:
    """Leave the newest files, and what another process may still be writing."""
    times = {file: file.lstat().st_mtime for file in folder.iterdir() if file != saved}
    others = sorted(times, key=times.__getitem__, reverse=True)
    whole = [file for file in others if file.suffix == SUFFIX]
    cut_off = saved.lstat().st_mtime - _LONGEST_WRITING
    broken = [file for file in others if file.suffix != SUFFIX and times[file] < cut_off]
    for file in (*whole[_KEPT - 1 :], *broken):
        file.unlink(missing_ok=True)


def _is_private(state: os.stat_result, kind: int) -> bool:
    """Whether it is of that kind, belongs to this user, and nobody else has any right to it."""
    mode = state.st_mode
    return stat.S_IFMT(mode) == kind and state.st_uid == os.getuid() and not mode & 0o077


def _digest(stream: BufferedReader | BufferedRandom) -> bytes:
    return hashlib.file_digest(stream, _DIGEST).digest()


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


class _Pickler(pickle.Pickler):
    """Writes values of content; an analyser is left out."""

    def persistent_id(self, value: Any) -> str | None:
        return Analyser.__name__ if isinstance(value, Analyser) else None

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Reads them back with the analyser of this process."""

    def __init__(self, stream: BufferedReader, analyser: Analyser) -> None:
        super().__init__(stream)
        self._analyser = analyser

    def persistent_load(self, name: Any) -> Analyser:
        return self._analyser
