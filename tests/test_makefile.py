"""`make run` as a newcomer's machine sees it, with a tiny project and no index at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Making an environment takes Python some seconds alone, and minutes on a busy machine.
INSTALLS = pytest.mark.timeout(600)
THIS_PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


class Project:
    """A folder with the real Makefile, a bot that prints, and one wheel as its bundle."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "Makefile", folder)
        (folder / "bot").mkdir()
        (folder / "bot" / "__init__.py").touch()
        (folder / "bot" / "__main__.py").write_text(
            "import os, sys, greeting\n"
            "print('started', greeting.VERSION, *sys.argv[1:], os.environ.get('PORT', ''))\n"
        )
        (folder / "wheels").mkdir()
        (folder / "wheels" / "python-version.txt").write_text(f"{THIS_PYTHON}\n")
        self.require("1.0")

    def require(self, version: str) -> None:
        """Put a wheel of this version into the bundle and pin it with its hash."""
        wheel = self.folder / "wheels" / f"greeting-{version}-py3-none-any.whl"
        info = f"greeting-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("greeting.py", f"VERSION = {version!r}\n")
            archive.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n"
            )
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(f"{info}/RECORD", "")
        self.pin(version, hashlib.sha256(wheel.read_bytes()).hexdigest())

    def pin(self, version: str, digest: str) -> None:
        """Write requirements.txt."""
        line = f"greeting=={version} \\\n    --hash=sha256:{digest}\n"
        (self.folder / "requirements.txt").write_text(line)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run make as a person would, also when `make test` itself runs this test."""
        # What was given to the make that runs this test is not for the one under test.
        outer = {n for n in os.environ if "MAKE" in n or n in {"MFLAGS", "ARGS"}}
        return subprocess.run(
            ["make", f"PYTHON={sys.executable}", *arguments],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if name not in outer},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_make_alone_explains_the_commands_in_japanese(project: Project) -> None:
    answer = project.make()
    assert answer.returncode == 0
    for command in ("run", "test", "check", "bundle", "requirements", "fonts", "clean"):
        assert f"make {command} " in answer.stdout
    assert "起動します" in answer.stdout


@INSTALLS
def test_one_command_installs_and_starts_and_the_second_time_only_starts(project: Project) -> None:
    first = project.make("run", "ARGS=--slack")
    assert first.stdout == "started 1.0 run --slack \n", first.stderr
    assert ".venv に入れています" in first.stderr

    (project.folder / ".env").write_text("PORT=3100\n")
    second = project.make("run")
    assert second.stdout == "started 1.0 run 3100\n"
    assert second.stderr == ""

    project.require("1.1")  # an update
    assert project.make("run").stdout == "started 1.1 run 3100\n"

    good = (project.folder / "requirements.txt").read_text()
    project.pin("1.2", "0" * 64)  # an update that cannot be had leaves what was there
    refused = project.make("run")
    assert refused.returncode != 0
    assert "部品を入れられませんでした" in refused.stderr
    (project.folder / "requirements.txt").write_text(good)
    again = project.make("run")
    assert (again.stdout, again.stderr) == ("started 1.1 run 3100\n", "")


@INSTALLS
def test_an_interrupted_installation_is_made_again(project: Project) -> None:
    half_made = project.folder / ".venv" / "bin"
    half_made.mkdir(parents=True)
    (half_made / "python").symlink_to(sys.executable)
    answer = project.make("run")
    assert answer.stdout == "started 1.0 run \n", answer.stderr


def test_no_suitable_python_is_said_in_japanese(project: Project) -> None:
    answer = project.make("run", "PYTHON=no-such-python", "WHEELS_FOR=")
    assert answer.returncode != 0
    assert "Python 3.11 以上が見つかりません" in answer.stderr


def test_a_bundle_asks_for_the_python_it_was_made_for(project: Project) -> None:
    (project.folder / "wheels" / "python-version.txt").write_text("3.99\n")
    answer = project.make("run")
    assert answer.returncode != 0
    assert "Python 3.99 が見つかりません" in answer.stderr


def test_a_python_without_venv_is_said_in_japanese(project: Project) -> None:
    python = project.folder / "python"
    python.write_text(
        f'#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec "{sys.executable}" "$@"\n'
    )
    python.chmod(0o755)
    answer = project.make("run", f"PYTHON={python}")
    assert answer.returncode != 0
    assert "python3-venv" in answer.stderr


def test_clean_keeps_the_data(project: Project) -> None:
    for folder in ("data", "build", "dist", ".venv"):
        (project.folder / folder).mkdir()
    (project.folder / "tests").mkdir()
    assert project.make("clean").returncode == 0
    assert sorted(p.name for p in project.folder.iterdir() if p.is_dir()) == [
        "bot",
        "data",
        "tests",
        "wheels",
    ]
