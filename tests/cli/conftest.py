"""A migrated database on both engines."""

from __future__ import annotations

from tests.store.conftest import engine_name, postgres_database, sqlite_template, url

__all__ = ["engine_name", "postgres_database", "sqlite_template", "url"]
