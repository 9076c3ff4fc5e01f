"""Changes on disk: whole or not at all, and the way back."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.content.shelf import (
    Change,
    ChangedMeanwhile,
    NotWritable,
    Shelf,
    new_id,
    put_in_place,
)
from tests.content.conftest import Desk
from tests.support.service import DAY, DUE

OLD, NEW = "glossary.yaml", "local.yaml"


def change(desk: Desk, after: bytes = b"new: 1\n") -> Change:
    old = (desk.knowledge_dir / OLD).read_bytes()
    return Change(
        new_id(DUE), DUE, "T007", {OLD: old, NEW: None}, {OLD: after, NEW: b"counters:\n"}
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_a_change_comes_back_as_it_was_kept(tmp_path: Path, desk: Desk) -> None:
    kept = change(desk, b"\xef\xbb\xbfa: \r\n")
    Shelf(tmp_path / "history").save(kept)
    assert Shelf(tmp_path / "history").load(kept.id) == kept


def test_the_older_file_can_be_copied_back_by_hand(tmp_path: Path, desk: Desk) -> None:
    kept = change(desk)
    Shelf(tmp_path).save(kept)
    found = files(tmp_path / kept.id)
    assert found[f"before/{OLD}"] == kept.before[OLD]
    assert f"before/{NEW}" not in found
    record = json.loads(found["change.json"])
    assert (record["by"], record["at"]) == ("T007", DUE.isoformat())


@pytest.mark.parametrize(
    "id_", ["", "../x", "20261116-100000-0123456x", "20261116-100000-01234567"]
)
def test_what_is_not_there_is_none(id_: str, tmp_path: Path) -> None:
    assert Shelf(tmp_path / "never-made").load(id_) is None
    Shelf(tmp_path).remove(id_)


def test_old_changes_are_forgotten(tmp_path: Path, desk: Desk) -> None:
    folder = tmp_path / "shelf"
    shelf, kept = Shelf(folder), change(desk)
    shelf.save(kept)
    shelf.forget_before(DUE)
    assert shelf.load(kept.id) == kept
    shelf.forget_before(DUE + timedelta(seconds=1))
    assert shelf.load(kept.id) is None
    assert list(folder.iterdir()) == []


def test_files_are_put_in_place_and_taken_back(desk: Desk) -> None:
    made, before = change(desk), files(desk.knowledge_dir)
    put_in_place(desk.knowledge_dir, made)
    assert files(desk.knowledge_dir) == {**before, OLD: b"new: 1\n", NEW: b"counters:\n"}
    put_in_place(desk.knowledge_dir, made.undone(DUE + DAY, "T008"))
    assert files(desk.knowledge_dir) == before


def test_rights_of_a_file_stay(desk: Desk) -> None:
    (desk.knowledge_dir / OLD).chmod(0o640)
    put_in_place(desk.knowledge_dir, change(desk))
    assert (desk.knowledge_dir / OLD).stat().st_mode & 0o777 == 0o640


def test_a_file_changed_meanwhile_is_left_alone(desk: Desk) -> None:
    made = change(desk)
    desk.write(f"knowledge/{OLD}", "somebody: else\n")
    before = files(desk.knowledge_dir)
    with pytest.raises(ChangedMeanwhile) as refused:
        put_in_place(desk.knowledge_dir, made)
    assert refused.value.names == (OLD,)
    assert files(desk.knowledge_dir) == before


def test_where_one_file_cannot_be_written_none_is(desk: Desk) -> None:
    """A file stands where the folder is to be: not even root can write there."""
    shutil.rmtree(desk.knowledge_dir / "examples")
    (desk.knowledge_dir / "examples").write_text("")
    old, second = (desk.knowledge_dir / OLD).read_bytes(), "examples/emergency.txt"
    after = {OLD: b"new: 1\n", second: b"a\n"}
    made = Change(new_id(DUE), DUE, "", {OLD: old, second: None}, after)
    before = files(desk.knowledge_dir)
    with pytest.raises(NotWritable):
        put_in_place(desk.knowledge_dir, made)
    assert files(desk.knowledge_dir) == before
