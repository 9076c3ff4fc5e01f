"""The version of the content that lies on disk, told without parsing it."""

from __future__ import annotations

from bot.content.edition import version_on_disk
from bot.content.library import Library
from tests.content.conftest import Desk


def on_disk(desk: Desk) -> str | None:
    return version_on_disk(desk.knowledge_dir, desk.quizzes_dir)


def test_it_is_the_version_that_a_library_reads(desk: Desk) -> None:
    edition = Library.open(desk.knowledge_dir, desk.quizzes_dir).edition
    assert edition.version == on_disk(desk)
    assert edition.version.startswith(edition.knowledge.version)


def test_any_byte_of_either_folder_changes_it(desk: Desk) -> None:
    seen = {on_disk(desk)}
    for folder in (desk.knowledge_dir, desk.quizzes_dir):
        for path in sorted(folder.rglob("*.yaml")):
            before = path.read_bytes()
            path.write_bytes(before + b"#")
            assert on_disk(desk) not in seen, path.name
            seen.add(on_disk(desk))
            path.write_bytes(before)
    assert len(seen) > 5


def test_what_cannot_be_read_has_no_version(desk: Desk) -> None:
    (desk.knowledge_dir / "stray.yaml").write_text("a: 1", encoding="utf-8")
    assert on_disk(desk) is None
    (desk.knowledge_dir / "stray.yaml").unlink()
    assert on_disk(desk) is not None
    assert version_on_disk(desk.knowledge_dir / "none", desk.quizzes_dir) is None
