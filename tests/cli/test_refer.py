"""`python -m bot refer`: the documented shape, line by line, without Slack or SQL."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from bot.core.duties import SafetyKind
from bot.core.personal_data import PersonalDataKind
from tests.support.process import ROOT, bot_command, bot_here

RENT = "家賃が払えず食べるものもないと言っている"
KEYS = ["destinations", "direct", "abstained", "duty", "personal_data"]
Row = Mapping[str, Any]
Loading = tuple[str, set[str]]  # what a process printed, and the modules that it loaded
Refer = Callable[..., subprocess.CompletedProcess[str]]

FOREIGN = {"slack_bolt", "slack_sdk", "sqlalchemy", "alembic", "psycopg", "sqlite3"}
FOREIGN |= {"apscheduler", "starlette", "uvicorn", "matplotlib", "reportlab", "openpyxl"}
ROOMS = {"bot.slack", "bot.store", "bot.reports", "bot.workspace", "bot.jobs", "bot.app"}
LOADED = """
import sys
from bot.__main__ import main
assert main({args!r}) == 0
print("\\n".join(sys.modules), file=sys.stderr)
"""


def _loading(env: dict[str, str], args: list[str]) -> Loading:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(args=args)],
        cwd=ROOT,
        env=env,
        input=json.dumps({"id": 1, "text": RENT}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout, set(done.stderr.splitlines())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where one process leaves for the next what it read; nothing else is set."""
    return {"DATA_DIR": str(tmp_path_factory.mktemp("refer") / "data")}


@pytest.fixture(scope="module")
def first(kept: dict[str, str]) -> Loading:
    """The first answer of all: the content is read."""
    return _loading(kept, ["refer", RENT, "--json"])


@pytest.fixture
def refer(kept: dict[str, str], first: Loading) -> Refer:
    def ask(*args: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return bot_here(kept, "refer", *args, stdin=stdin)

    return ask


def _assert_shape(row: Row, *, top: int = 3, contacts: bool = False) -> None:
    """What other programs rely on: names, order and types of everything in an answer."""
    assert [key for key in row if key != "id"] == KEYS
    assert len(row["destinations"]) == top
    for destination in row["destinations"]:
        assert list(destination) == ["id", "score", "why"] + ["contacts"] * contacts
        assert isinstance(destination["id"], str)
        assert isinstance(destination["score"], float)
        assert all(isinstance(why, str) for why in destination["why"])
    scores = [destination["score"] for destination in row["destinations"]]
    assert scores == sorted(scores, reverse=True)
    assert isinstance(row["direct"], bool)
    assert isinstance(row["abstained"], bool)
    assert not (row["direct"] and row["abstained"])
    assert set(row["duty"]) <= {kind.value for kind in SafetyKind}
    assert set(row["personal_data"]) <= {kind.value for kind in PersonalDataKind}


# ------------------------------------------------------------ many lines

LINES: Sequence[Mapping[str, Any]] = [
    {"id": 1, "text": RENT},
    {"id": "二", "text": "夫に殴られていると話した"},
    {"id": None, "text": "xyzzy"},
    {"id": [4], "text": ""},
    {"text": "山田さん 090-1234-5678 家賃が払えない", "id": {"five": 5}, "note": "not looked at"},
]
FAULTY = ["x", "[]", "3", '{"id": 6}', '{"text": "家賃"}', '{"id": 7, "text": null}']
FAULTY += ['{"id": 8, "text": "\\ud800"}', "9" * 5000, "[" * 100_000]


@pytest.fixture(scope="module")
def answered(kept: dict[str, str], first: Loading) -> subprocess.CompletedProcess[str]:
    """Good lines first, then blank ones, then faulty ones, then a good one."""
    good = [json.dumps(line, ensure_ascii=False) for line in LINES]
    lines = "\n".join([*good, "", "  ", *FAULTY, good[0]]) + "\n"
    return bot_command(kept, "refer", "--jsonl", stdin=lines)


@pytest.fixture(scope="module")
def rows(answered: subprocess.CompletedProcess[str]) -> Sequence[Row]:
    return [json.loads(line) for line in answered.stdout.splitlines()]


def test_each_good_line_is_answered_with_its_id(rows: Sequence[Row]) -> None:
    assert [row["id"] for row in rows] == [*(line["id"] for line in LINES), 1]
    assert rows[0] == rows[-1]


def test_every_answer_has_the_documented_shape(rows: Sequence[Row]) -> None:
    for row in rows:
        assert next(iter(row)) == "id"
        _assert_shape(row)


def test_answers_say_what_was_recognised(rows: Sequence[Row]) -> None:
    rent, violence, nonsense, nothing, personal = rows[:5]
    assert "no_shelter_or_food_today" in rent["duty"]
    assert "dv" in violence["duty"]
    assert (nonsense["abstained"], nothing["abstained"]) == (True, True)
    assert personal["personal_data"]
    assert rent["personal_data"] == []
    assert not rent["abstained"]


def test_faulty_lines_are_named_and_stop_nothing(
    answered: subprocess.CompletedProcess[str],
) -> None:
    first = len(LINES) + 3
    assert answered.stderr.splitlines() == [
        f'{first + n}行目: {{"id", "text"}} の形ではありません。' for n in range(len(FAULTY))
    ]
    assert answered.returncode == 1


def test_without_lines_there_is_no_answer(refer: Refer) -> None:
    done = refer("--jsonl", stdin="")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_more_may_be_asked_for(refer: Refer) -> None:
    done = refer("--jsonl", "--top", "5", stdin=json.dumps({"id": 1, "text": RENT}))
    assert (done.returncode, done.stderr) == (0, "")
    _assert_shape(json.loads(done.stdout), top=5)


# ------------------------------------------------------------ one question


def test_json_adds_contacts_in_the_order_of_the_hour(refer: Refer, rows: Sequence[Row]) -> None:
    text, args = "夫に殴られていると話した", ("--json", "--top", "42")
    day, night = (
        json.loads(refer(text, *args, "--at", at).stdout)
        for at in ("2026-11-16T10:00:00+09:00", "2026-11-16T23:00:00+09:00")
    )
    _assert_shape(day, top=42, contacts=True)
    for by_day, by_night in zip(day["destinations"], night["destinations"], strict=True):
        numbers = [c["id"] for c in by_night["contacts"]]
        assert sorted(c["id"] for c in by_day["contacts"]) == sorted(numbers)
        assert all(list(c) == ["id", "name", "phones"] for c in by_day["contacts"])
    moved = [d for d, n in zip(day["destinations"], night["destinations"], strict=True) if d != n]
    assert moved, "at night some line that answers comes first"
    bare = [{k: d[k] for k in ("id", "score", "why")} for d in night["destinations"][:3]]
    assert bare == rows[1]["destinations"]
    assert {k: night[k] for k in KEYS[1:]} == {k: rows[1][k] for k in KEYS[1:]}


def test_an_answer_to_read(kept: dict[str, str], first: Loading) -> None:
    done = bot_command(kept, "refer", RENT, "--at", "2026-11-16T10:00:00")
    assert (done.returncode, done.stderr) == (0, "")
    first = done.stdout.splitlines()[0]
    assert first.startswith("■ いまやること：")
    assert "● " in done.stdout
    assert "  電話 " in done.stdout
    assert "  出典：" in done.stdout
    assert "時点" in done.stdout


def test_what_is_not_understood_is_said(refer: Refer) -> None:
    done = refer("xyzzy")
    assert done.returncode == 0
    assert "分かりませんでした" in done.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "困りごとを一行で書いてください。"),
        ([" 　"], "困りごとを一行で書いてください。"),
        (["あ" * 2001], "困りごとは2000文字までで書いてください。"),
    ],
)
def test_a_question_that_is_none(refer: Refer, args: list[str], message: str) -> None:
    done = refer(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)


def test_without_content_the_whole_list_of_reasons_is_printed() -> None:
    done = bot_here({"KNOWLEDGE_DIR": "nowhere", "QUIZZES_DIR": "nowhere-else"}, "refer", RENT)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "nowhere:1: フォルダーがありません",
        "nowhere-else:1: フォルダーがありません",
    ]


def test_wrong_slack_settings_do_not_matter(kept: dict[str, str], first: Loading) -> None:
    done = bot_here(kept | {"SLACK_BOT_TOKEN": "x", "PORT": "x"}, "refer", "家賃", "--json")
    assert done.returncode == 0
    _assert_shape(json.loads(done.stdout), contacts=True)


# ------------------------------------------------------------ what it loads


@pytest.mark.parametrize("args", [["refer", RENT], ["refer", RENT, "--json"], ["refer", "--jsonl"]])
def test_it_loads_neither_slack_nor_sql_nor_reports(
    kept: dict[str, str], first: Loading, args: list[str]
) -> None:
    _, loaded = _loading(kept, args)
    for modules in (loaded, first[1]):
        assert "bot.core.matching" in modules
        assert {name.split(".")[0] for name in modules} & FOREIGN == set()
        assert {".".join(name.split(".")[:2]) for name in modules} & ROOMS == set()


def test_the_second_time_nothing_is_parsed_and_the_answer_is_the_same(
    kept: dict[str, str], first: Loading
) -> None:
    again, loaded = _loading(kept, ["refer", RENT, "--json"])
    assert [row["id"] for row in json.loads(first[0])["destinations"]] == [
        row["id"] for row in json.loads(again)["destinations"]
    ]
    assert json.loads(first[0])["duty"] == json.loads(again)["duty"]
    assert {"yaml", "bot.content.reader"} <= first[1]
    assert {"yaml", "bot.content.reader"} & loaded == set()
