"""Which files count, and when a folder has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.content.files import KNOWLEDGE, fingerprint, take, version
from tests.content.conftest import Desk


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "local.example.yaml",
        "destinations/README.md",
        "destinations/emergency.yaml~",
        "destinations/.emergency.yaml.swp",
        "destinations/#emergency.yaml#",
        "destinations/emergency.yaml.orig",
        ".git/config.yaml",
        "picture.png",
    ],
)
def test_files_that_are_ignored(desk: Desk, name: str) -> None:
    before = take(desk.knowledge_dir, KNOWLEDGE).files
    desk.write(f"knowledge/{name}", ": not [yaml")
    after = take(desk.knowledge_dir, KNOWLEDGE)
    assert (after.files, after.errors) == (before, [])


@pytest.mark.parametrize(
    "name",
    [
        "duty.yaml",
        "destinations/emergency.yml",
        "destinations/emergency.yaml.txt",
        "destinations/more/emergency.yaml",
        "examples/emergency.yaml",
        "destinations/local.yaml.yml",
        "more/local.yaml",
    ],
)
def test_files_that_nobody_would_read_are_reported(desk: Desk, name: str) -> None:
    desk.write(f"knowledge/{name}", "a: b\n")
    assert desk.errors() == [
        f"knowledge/{name}:1: 読まれないファイルです。名前と置き場所を確かめてください"
    ]


def test_the_version_follows_paths_and_bytes() -> None:
    one = version({"knowledge/a": b"bc", "knowledge/d": b""})
    assert len(one) == 12
    assert one == version({"quizzes/d": b"", "quizzes/a": b"bc"})
    assert one != version({"knowledge/a": b"bcd", "knowledge/": b""})
    assert one != version({"knowledge/a": b"b", "knowledge/d": b"c"})


def test_the_fingerprint_follows_every_kind_of_change(desk: Desk) -> None:
    folder = desk.knowledge_dir
    seen = {fingerprint(folder)}
    path = folder / "glossary.yaml"
    path.write_bytes(path.read_bytes() + b"\n")
    seen.add(fingerprint(folder))
    os.utime(path, ns=(1, 1))
    seen.add(fingerprint(folder))
    (folder / "unknown.yaml").write_bytes(b"")
    seen.add(fingerprint(folder))
    (folder / "unknown.yaml").unlink()
    path.unlink()
    seen.add(fingerprint(folder))
    assert len(seen) == 5


def test_the_fingerprint_of_a_missing_folder_is_empty(tmp_path: Path) -> None:
    assert fingerprint(tmp_path / "none") == ()


def test_a_name_that_is_no_text_can_still_be_told(desk: Desk) -> None:
    name = os.fsdecode(b"destinations/\xff.yaml")
    (desk.knowledge_dir / name).write_bytes(b"a: [\n")
    errors = desk.errors()
    assert errors
    assert "".join(errors).encode()


def test_a_dangling_link_is_a_mistake_with_its_name(desk: Desk) -> None:
    (desk.knowledge_dir / "glossary.yaml").unlink()
    (desk.knowledge_dir / "glossary.yaml").symlink_to("nowhere.yaml")
    assert "knowledge/glossary.yaml:1: ファイルを開けません" in desk.errors()
