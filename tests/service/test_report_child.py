"""S3, the child process: it draws, it ends, and leaves the bot as light and as quick as before."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.reports.orders import FileKind, Order
from bot.service.report_child import ROOT, ReportFailed, ReportMaker
from tests.reports.samples import RARE, names, section, ward
from tests.support.workspace import until

ALL = tuple(FileKind)
LISTED = names("海野 あおい")
SLEEPS = "import os, time; open({0!r}, 'w').write(str(os.getpgrp())); time.sleep(600)"


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_it_makes_every_kind_of_file_in_the_order_asked_for() -> None:
    made, without = ReportMaker().make(
        [Order(section(RARE, number=3), ALL, LISTED), Order(ward(3, 3), (FileKind.TABLE,))]
    )
    assert [file.content[:4] for file in made] == [
        b"\x89PNG",
        b"%PDF",
        b"PK\x03\x04",
        b'\xef\xbb\xbf"',
    ]
    assert [file.name for file in made] == [
        f"受講の状況_{RARE}_2026年度_20261122.{kind}" for kind in ALL
    ]
    assert [file.named for file in made] == [False, True, True, False]
    assert made[0].description.startswith(RARE)
    assert len(PdfReader(io.BytesIO(made[1].content)).pages) == 2
    assert [file.named for file in without] == [False]


def test_the_sections_of_the_ward_come_in_one_archive_without_names() -> None:
    kinds = (FileKind.PICTURE, FileKind.SHEET)
    orders = [Order(ward(3, 3), kinds, LISTED, bundle=True)]
    ((archive,),) = first = ReportMaker().make(orders)
    assert archive.name.endswith(".zip")
    assert not archive.named
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        assert len(opened.namelist()) == 3 * len(kinds)
        assert opened.namelist()[0].startswith(f"01_受講の状況_{RARE}")
        assert opened.testzip() is None
    assert ReportMaker().make(orders) == first, "the same figures give the same bytes"


def test_a_name_with_signs_that_paths_forbid_makes_a_name_without() -> None:
    ((file,),) = ReportMaker().make([Order(section("../a:b*?<c>|\\d\n課"), (FileKind.TABLE,))])
    assert file.name == "受講の状況_abcd課_2026年度_20261122.csv"


def test_it_sees_no_token_and_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere")
    shown = python("import os, pickle, sys; pickle.dump(sorted(os.environ), sys.stdout.buffer)")
    seen = ReportMaker(shown).make([])
    assert not any("SLACK" in str(name) or "DATABASE" in str(name) for name in seen)
    assert "MPLCONFIGDIR" in seen


def test_what_takes_too_long_is_ended_with_all_that_works_for_it(tmp_path: Path) -> None:
    told = tmp_path / "group"
    inner = SLEEPS.format(str(told))
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    with pytest.raises(ReportFailed, match="not ready"):
        ReportMaker(python(code), seconds=5).make([])
    until(lambda: not alive(int(told.read_text())))


def alive(group: int) -> bool:
    """Whether any process of that group still runs."""
    listed = ["ps", "-eo", "pgid=,stat="]
    found = subprocess.run(listed, capture_output=True, text=True, check=True)
    rows = [line.split() for line in found.stdout.splitlines()]
    return any(int(row[0]) == group and not row[1].startswith("Z") for row in rows)


def test_a_failure_is_logged_by_its_place_and_kind_only(caplog: pytest.LogCaptureFixture) -> None:
    code = "def draw(name):\n    raise ValueError('secret ' + name)\ndraw('海野 あおい')"
    with caplog.at_level(logging.ERROR), pytest.raises(ReportFailed, match="ended with 1"):
        ReportMaker(python(code)).make([])
    assert "ValueError" in caplog.text
    assert "in draw" in caplog.text
    assert "secret" not in caplog.text


def test_a_program_that_is_not_there_is_a_failure_too() -> None:
    with pytest.raises(ReportFailed, match="FileNotFoundError"):
        ReportMaker(("/no/such/program",)).make([])


def test_closing_gives_up_what_is_being_made_and_begins_nothing_more(tmp_path: Path) -> None:
    told = tmp_path / "group"
    maker = ReportMaker(python(SLEEPS.format(str(told))))
    failed: list[str] = []

    def make() -> None:
        try:
            maker.make([])
        except ReportFailed as error:
            failed.append(str(error))

    working = threading.Thread(target=make)
    working.start()
    until(lambda: told.exists() and told.read_text())
    maker.close()
    working.join(20)
    assert failed == ["the child ended with -9"]
    with pytest.raises(ReportFailed, match="closing"):
        maker.make([])


def test_one_is_made_after_the_other(tmp_path: Path) -> None:
    """Each child says that it began and that it ended; no two overlap."""
    log = tmp_path / "log"
    code = (
        "import pickle, sys, time\n"
        f"write = lambda text: open({str(log)!r}, 'a').write(text)\n"
        "write('('); time.sleep(0.3); write(')')\n"
        "pickle.dump([], sys.stdout.buffer)"
    )
    maker = ReportMaker(python(code))
    working = [threading.Thread(target=maker.make, args=([],)) for _ in range(3)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join(30)
    assert log.read_text() == "()()()"


MEASURED = """
import json, sys, threading, time
from bot.reports.orders import FileKind, Order
from bot.service.report_child import ReportMaker
from tests.reports.samples import section

def memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

orders = [Order(section(f"第{n}課", number=20), tuple(FileKind)[:3]) for n in range(3)]
maker = ReportMaker()
maker.make(orders[:1])
before = memory()
made = maker.make(orders)
size = sum(len(file.content) for files in made for file in files)
del made
print(json.dumps({
    "grown": memory() - before, "size": size,
    "loaded": [m for m in ("matplotlib", "fpdf", "xlsxwriter", "fontTools") if m in sys.modules],
}))
"""


def test_s3_the_bots_memory_does_not_grow() -> None:
    ended = subprocess.run(
        python(MEASURED), cwd=ROOT, capture_output=True, text=True, check=True, timeout=110
    )
    measured = json.loads(ended.stdout)
    assert measured["size"] > 500_000
    assert measured["grown"] < 2000, "kB"
    assert measured["loaded"] == [], "only the child draws"


def test_s3_the_child_steps_back_for_the_bot() -> None:
    """While it draws, its processes are less urgent than this one, by ten steps."""
    seen, sessions = set[int](), set[int]()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            listed = subprocess.run(
                ["ps", "-eo", "ni=,ppid=,sid=,args="], capture_output=True, text=True, check=True
            )
            mine = [line.split() for line in listed.stdout.splitlines() if "reports.child" in line]
            mine = [row for row in mine if int(row[1]) == os.getpid()]
            seen.update(int(row[0]) for row in mine)
            sessions.update(int(row[2]) for row in mine)
            time.sleep(0.05)

    watching = threading.Thread(target=watch)
    watching.start()
    ReportMaker().make([Order(section(number=5), (FileKind.PICTURE, FileKind.PAPER))])
    done.set()
    watching.join(10)
    assert sessions == {os.getsid(0)}
    assert max(seen) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10)
