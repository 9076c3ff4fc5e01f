"""A value between two processes: whole, private to one user, or not there at all."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.core.analysis import Analyser
from bot.service import keepsake

VALUE = {"labels": MappingProxyType({"rent": "家賃"}), "scores": (0.5, 1.5)}


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "cache"
    keepsake.save(folder, "key", VALUE)
    return folder


def file_of(folder: Path, key: str = "key") -> Path:
    return folder / f"{key}{keepsake.SUFFIX}"


def test_a_value_comes_back(folder: Path, analyser: Analyser) -> None:
    assert keepsake.load(folder, "key", analyser) == VALUE
    assert keepsake.load(folder, "other", analyser) is None


def test_an_analyser_is_left_out_and_put_in_again(folder: Path, analyser: Analyser) -> None:
    keepsake.save(folder, "with", [analyser, "words"])
    assert file_of(folder, "with").stat().st_size < 200
    other = Analyser()
    assert keepsake.load(folder, "with", other) == [other, "words"]


def test_nobody_else_may_look_in(folder: Path) -> None:
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (folder.parent, folder, file_of(folder))}
    assert modes == {0o700, 0o600}


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o620, 0o604])
def test_a_file_that_others_may_touch_is_not_read(
    folder: Path, analyser: Analyser, mode: int
) -> None:
    file_of(folder).chmod(mode)
    assert keepsake.load(folder, "key", analyser) is None


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o710])
def test_a_folder_that_others_may_touch_is_not_used(
    folder: Path, analyser: Analyser, mode: int
) -> None:
    folder.chmod(mode)
    assert keepsake.load(folder, "key", analyser) is None
    keepsake.save(folder, "more", VALUE)
    assert not file_of(folder, "more").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_belongs_to_another_user_is_not_read(folder: Path, analyser: Analyser) -> None:
    os.chown(file_of(folder), 12345, 12345)
    assert keepsake.load(folder, "key", analyser) is None
    os.chown(file_of(folder), 0, 0)
    assert keepsake.load(folder, "key", analyser) == VALUE
    os.chown(folder, 12345, 12345)
    assert keepsake.load(folder, "key", analyser) is None


def test_links_are_not_followed(folder: Path, analyser: Analyser, tmp_path: Path) -> None:
    file_of(folder, "link").symlink_to(file_of(folder))
    assert keepsake.load(folder, "link", analyser) is None
    (tmp_path / "elsewhere").symlink_to(folder)
    assert keepsake.load(tmp_path / "elsewhere", "key", analyser) is None


def test_a_damaged_file_is_not_read(folder: Path, analyser: Analyser) -> None:
    whole = file_of(folder).read_bytes()
    damaged = [b"", whole[:10], whole[:40], whole[:-1], whole + b"x", b"x" * 500]
    damaged += [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in range(len(whole))]
    for data in damaged:
        file_of(folder).write_bytes(data)
        assert keepsake.load(folder, "key", analyser) is None
    file_of(folder).write_bytes(whole)
    assert keepsake.load(folder, "key", analyser) == VALUE


def test_only_the_newest_two_stay(folder: Path) -> None:
    for moment, key in enumerate(("first", "second", "third")):
        keepsake.save(folder, key, VALUE)
        os.utime(file_of(folder, key), (moment, moment))
    assert {path.name for path in folder.iterdir()} == {
        file_of(folder, key).name for key in ("key", "third")
    }


def test_what_a_crash_left_goes_and_what_is_being_written_stays(folder: Path) -> None:
    for name in ("left", "in-work"):
        (folder / name).write_bytes(b"x")
    os.utime(folder / "left", (0, 0))
    keepsake.save(folder, "key", VALUE)
    assert {path.name for path in folder.iterdir()} == {"in-work", file_of(folder).name}


def test_where_nothing_can_be_written_nothing_happens(tmp_path: Path, analyser: Analyser) -> None:
    (tmp_path / "file").write_bytes(b"")
    blocked = tmp_path / "file" / "cache"
    keepsake.save(blocked, "key", VALUE)
    assert keepsake.load(blocked, "key", analyser) is None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_two_may_write_at_once(folder: Path, analyser: Analyser) -> None:
    def write(number: int) -> object:
        keepsake.save(folder, "same", [number] * 100_000)
        return keepsake.load(folder, "same", analyser)

    with ThreadPoolExecutor(8) as threads:
        for read in threads.map(write, range(40)):
            assert isinstance(read, list)
            assert (len(read), len(set(read))) == (100_000, 1)
    assert len(list(folder.iterdir())) <= 2
