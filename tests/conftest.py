"""Fixtures for every test; each is written in ``tests/support``.

A property is tried with :data:`EXAMPLES` inputs every day, or with as many as
``make test ARGS=--hypothesis-profile=thorough`` takes its time for.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.browser import browser, page
from tests.support.files import keep_files_in_memory
from tests.support.postgres import postgres
from tests.support.records import begin_records, records

__all__ = ["browser", "page", "postgres", "records"]

TESTS = Path(__file__).parent
EXAMPLES, THOROUGH = 40, 1_000

# Without a deadline: how long an example takes says how busy the machine is.
settings.register_profile("everyday", settings(), max_examples=EXAMPLES, deadline=None)
settings.register_profile("thorough", settings(), max_examples=THOROUGH, deadline=None)
settings.load_profile("everyday")


# What runs longest, first: at the end no core waits for a file that another has just begun.
LONG = ("stories", "reliability", "cli", "survey", "reports", "workspace_page")


def pytest_configure(config: pytest.Config) -> None:
    keep_files_in_memory()
    begin_records(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the order of their folders' length; xdist takes them as they come (Makefile)."""
    items.sort(key=lambda item: _place(item.path.relative_to(TESTS).parts[0]))


def _place(name: str) -> int:
    """A folder's place; files beside the folders start programs and install: first of all."""
    if name.endswith(".py"):
        return -1
    return LONG.index(name) if name in LONG else len(LONG)
