"""Fixtures for every test; each is written in ``tests/support``."""

from __future__ import annotations

from tests.support.browser import browser, page
from tests.support.postgres import postgres
from tests.support.records import records

__all__ = ["browser", "page", "postgres", "records"]
