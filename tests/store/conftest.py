"""A migrated, empty store on each engine, quickly: a copied file, an emptied database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.store.engine import Store
from bot.store.tables import metadata
from tests.support.postgres import PostgresServer

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which engine the test runs on."""
    name: str = request.param
    return name


@pytest.fixture
def empty_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated database without rows."""
    if engine_name == "sqlite":
        file = tmp_path / "kizuki.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    shared: str = request.getfixturevalue("postgres_database")
    yield shared
    _empty(shared)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_database(postgres: PostgresServer) -> Iterator[str]:
    """The address of one migrated database, emptied after each test."""
    url = postgres.url(postgres.create_database())
    _migrate(url)
    yield url
    if (connection := _emptying.pop(url, None)) is not None:
        connection.close()


def _migrate(url: str) -> None:
    store = Store.open(url)
    store.upgrade()
    store.close()


# One connection for all tests: a new one would first read the catalogue of every table.
_emptying: dict[str, psycopg.Connection] = {}


def _empty(url: str) -> None:
    """Delete every row in one round trip: table by table costs more than many a test."""
    statement = "; ".join(str(table.delete()) for table in reversed(metadata.sorted_tables))
    try:
        _connected(url).execute(statement)
    except psycopg.OperationalError:  # a test ended every connection
        _emptying.pop(url).close()
        _connected(url).execute(statement)


def _connected(url: str) -> psycopg.Connection:
    if url not in _emptying:
        limit = "-c lock_timeout=10s"
        _emptying[url] = psycopg.connect(url, autocommit=True, options=limit)
    return _emptying[url]


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open, migrated, empty store."""
    opened = Store.open(url)
    yield opened
    opened.close()
