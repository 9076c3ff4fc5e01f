"""Content folders copied for a demonstration: fresh each time, and free to be written."""

from __future__ import annotations

from pathlib import Path

from bot.content.copied import copied
from bot.content.library import Library
from tests.content.conftest import Desk


def test_a_copy_reads_as_the_original_and_is_apart_from_it(desk: Desk, tmp_path: Path) -> None:
    originals = (desk.knowledge_dir, desk.quizzes_dir)
    for original in originals:
        for file in original.rglob("*"):
            file.chmod(0o555 if file.is_dir() else 0o444)
    copies = copied(originals, tmp_path / "copy")
    assert Library.open(*copies).edition == Library.open(*originals).edition
    for copy in copies:
        assert all(path.stat().st_mode & 0o200 for path in (copy, *copy.rglob("*")))
    (copies[1] / "plan.yaml").write_text("fiscal_year: 2026\n", encoding="utf-8")
    assert not (desk.quizzes_dir / "plan.yaml").exists()


def test_each_copy_is_made_anew(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    (knowledge,) = copied([desk.knowledge_dir], folder)
    (knowledge / "local.yaml").write_text("x", encoding="utf-8")
    (knowledge / "glossary.yaml").write_text("changed", encoding="utf-8")
    desk.replace("knowledge/lexicon.yaml", "label: 暴力", "label: 乱暴")
    assert copied([desk.knowledge_dir], folder) == [knowledge]
    assert not (knowledge / "local.yaml").exists()
    for name in ("glossary.yaml", "lexicon.yaml"):
        assert (knowledge / name).read_bytes() == (desk.knowledge_dir / name).read_bytes()


def test_what_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    (copy,) = copied([tmp_path / "knowledge"], tmp_path / "copy")
    assert not copy.exists()
