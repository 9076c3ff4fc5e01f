"""Databases of both engines for the reliability tests, and processes that start quickly."""

from __future__ import annotations

import pytest

from tests.reliability.sending import preload
from tests.store.conftest import (
    empty_url,
    engine_name,
    postgres_database,
    sqlite_template,
    store,
    url,
)

__all__ = ["empty_url", "engine_name", "postgres_database", "sqlite_template", "store", "url"]


@pytest.fixture(scope="session", autouse=True)
def forks() -> None:
    """Import the senders once for all processes."""
    preload()
