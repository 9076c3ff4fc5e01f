"""Every library that is installed stands under a licence that was looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.licences import UNKNOWN, Licence, licences, of

ROOT = Path(__file__).parents[2]


def test_every_pinned_library_has_a_known_licence() -> None:
    found = list(of(ROOT / "requirements.txt"))
    assert len(found) >= 30
    assert [one for one in found if not one.is_known] == []
    installed = {one.name: one.licence for one in found if one.version}
    assert installed["slack-bolt"] == "MIT"
    assert "LGPL" in installed["fpdf2"]


@pytest.mark.parametrize("licence", ["GPL", "AGPL-3.0-only", "MIT AND AGPL-3.0", "", "Proprietary"])
def test_another_licence_is_not_passed_over(licence: str) -> None:
    assert not Licence("some-library", "1.0", licence).is_known


def test_what_is_not_known_ends_with_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "odd_library-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.4\nName: odd-library\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    pinned = tmp_path / "requirements.txt"
    pinned.write_text("odd-library==1.0 \\\n    --hash=sha256:00\nno-such-library==2.0\n")
    assert licences(pinned) == 1
    lines = capsys.readouterr().out.splitlines()
    assert UNKNOWN in lines[0]
    assert lines[1].startswith("no-such-library\t-\t")
