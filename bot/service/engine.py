"""What answers questions about one content version, made once and kept for the next start.

Making it takes seconds. With a folder to keep it in, a process that finds the same
content bytes, the same source code and the same libraries takes over what an earlier
one made, and parses nothing.
"""

from __future__ import annotations

import hashlib
import sys
import threading
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np

from bot.content.edition import Edition
from bot.core.analysis import Analyser
from bot.core.knowledge import Knowledge
from bot.core.matching import Matcher
from bot.core.personal_data import PersonalDataDetector
from bot.core.referral import Decider
from bot.service import keepsake

_FOLDER = "cache"
_SOURCES = ("core/**/*.py", "content/*.py", "service/engine.py", "service/keepsake.py")


class Content(Protocol):
    """Content in use, as a library has it and as an engine was made of it."""

    @property
    def edition(self) -> Edition:
        """The content of this moment."""

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge of this moment."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers questions about one edition."""

    edition: Edition
    decider: Decider

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge that it was made of."""
        return self.edition.knowledge


class Engines:
    """Makes engines, and keeps the one that was asked for last.

    ``data_dir``: where they are kept between starts; None: nowhere. Only a subfolder
    that nobody else can read is used; without one everything works, only slower.
    """

    def __init__(self, data_dir: Path | None = None) -> None:
        self._folder = data_dir / _FOLDER if data_dir else None
        self._analyser = Analyser()
        self._lock = threading.Lock()
        self._latest: Engine | None = None

    def of(self, edition: Edition) -> Engine:
        """The engine of an edition; waits while another thread makes it."""
        latest = self._latest
        if latest is not None and latest.edition.version == edition.version:
            return latest
        with self._lock:
            found = self.kept(edition.knowledge.version)
            if found is None:
                return self._made(edition)
            # Other quizzes perhaps: nothing in it was made of them.
            self._latest = replace(found, edition=edition)
            return self._latest

    def kept(self, version: str) -> Engine | None:
        """The engine of a version of knowledge/, if it need not be made.

        Its edition is the one that it was made or last asked for.
        """
        latest = self._latest
        if latest is not None and latest.knowledge.version == version:
            return latest
        if self._folder is None:
            return None
        found = keepsake.load(self._folder, _key(version), self._analyser)
        return None if found is None else self._ready(*found)

    def knowledge(self, version: str) -> Knowledge | None:
        """A version of knowledge/ as it was read without a mistake for a kept engine."""
        found = self.kept(version)
        return None if found is None else found.knowledge

    def _made(self, edition: Edition) -> Engine:
        matcher = Matcher(edition.knowledge, self._analyser)
        if self._folder is not None:
            keepsake.save(self._folder, _key(edition.knowledge.version), (edition, matcher))
        return self._ready(edition, matcher)

    def _ready(self, edition: Edition, matcher: Matcher) -> Engine:
        detector = PersonalDataDetector(self._analyser)
        self._latest = Engine(edition, Decider(edition.knowledge, matcher, detector))
        return self._latest


def _key(version: str) -> str:
    """The name of what was made of that content by this very program."""
    return hashlib.sha256(f"{version} {_this_program()}".encode()).hexdigest()


@cache
def _this_program() -> str:
    """Read once, when the program starts: its files may be exchanged while it runs."""
    return program_digest(Path(__file__).parent.parent)


def program_digest(root: Path) -> str:
    """A digest of all that decides what is made of content: code, Python and libraries.

    ``root`` is the package's folder.
    """
    import sudachipy  # noqa: PLC0415 - never at import: it is as large as all the rest

    versions = sys.version, np.__version__, sudachipy.__version__, _dictionary_build()
    digest = hashlib.sha256(repr(versions).encode())
    for name in _SOURCES:
        for file in sorted(root.glob(name)):
            data = file.read_bytes()
            digest.update(f"{file.name} {len(data)} ".encode() + data)
    return digest.hexdigest()


def _dictionary_build() -> bytes:
    """The head of the dictionary's file, which carries the day and number of its build."""
    spec = find_spec("sudachidict_small")
    places = spec.submodule_search_locations if spec else None
    if not places:
        return b""
    with Path(places[0], "resources", "system.dic").open("rb") as stream:
        return stream.read(512)
