"""`export`: the printed pages as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.pdf import page_texts
from tests.support.process import bot_command, bot_here


@pytest.mark.parametrize(("what", "most"), [("pocket-guide", 4), ("urgent", 1)])
def test_a_page_is_written_quietly(tmp_path: Path, what: str, most: int) -> None:
    file = tmp_path / "紙.pdf"
    file.write_bytes(b"older")
    done = bot_here({}, "export", what, str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"印刷用のPDFを作りました： {file}\n"
    pages = page_texts(file.read_bytes())
    assert 1 <= len(pages) <= most
    assert "警察（緊急）" in pages[0]


def test_the_bytes_do_not_depend_on_the_run(tmp_path: Path) -> None:
    """Python orders sets differently in every process unless told otherwise."""
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.pdf"
        assert bot_command({"PYTHONHASHSEED": seed}, "export", "urgent", str(file)).returncode == 0
        made.append(file.read_bytes())
    assert made[0] == made[1]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "紙.pdf"
    done = bot_here({}, "export", "urgent", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{file} に書けません" in done.stderr
    assert "Traceback" not in done.stderr
