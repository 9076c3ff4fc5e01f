"""Fixtures for every test; each is written in ``tests/support``."""

from __future__ import annotations

import pytest

from tests.support.browser import browser, page
from tests.support.postgres import postgres
from tests.support.records import begin_records, records

__all__ = ["browser", "page", "postgres", "records"]


def pytest_configure(config: pytest.Config) -> None:
    begin_records(config)
