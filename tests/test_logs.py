"""The log of a live installation: JSON lines, and no text that somebody typed."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.logs import JsonLines
from bot.service.trace import Pseudonyms, request
from tests.support.service import DUE

TYPED = "家賃が払えない"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """What a logger of its own writes."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("bot.test")
    log.addHandler(handler)
    yield text
    log.removeHandler(handler)


def _lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_has_its_request_and_its_fields(out: io.StringIO) -> None:
    log = logging.getLogger("bot.test")
    log.error("before")
    with request() as name:
        log.error("数は%d", 3, extra={"fields": {"ms": 1.5}})
    before, inside = _lines(out)
    assert "request" not in before
    assert (inside["message"], inside["ms"], inside["request"]) == ("数は3", 1.5, name)
    assert str(inside["at"]).endswith("+00:00")


def test_an_exception_is_told_by_kind_and_place_not_by_its_text(out: io.StringIO) -> None:
    try:
        int(TYPED)
    except ValueError:
        logging.getLogger("bot.test").exception("failed")
    (line,) = _lines(out)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["frames"])
    assert TYPED not in out.getvalue()


def test_requests_have_names_of_their_own() -> None:
    with request() as one, request() as other:
        assert one != other


def test_a_person_has_one_name_a_day_that_tells_nothing() -> None:
    names = Pseudonyms()
    today = names.of("U0T001", DUE)
    assert names.of("U0T001", DUE + timedelta(hours=3)) == today
    assert names.of("U0T002", DUE) != today
    assert "T001" not in today
    assert Pseudonyms().of("U0T001", DUE) != today, "another process"
    assert names.of("U0T001", DUE + timedelta(days=1)) != today
    assert names.of("", DUE) == ""
