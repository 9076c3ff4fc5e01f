"""What a fresh machine relies on: pins, the tools' settings, clean files."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
RUN, DEV = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"

# ---------------------------------------------------------------- requirements

PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[a-z0-9.]+)(?: ; (?P<marker>[^\\]+))? \\")
HASH = re.compile(r"    --hash=sha256:(?P<hash>[0-9a-f]{64})(?: \\)?")


class BadLineError(Exception):
    """A line that is neither a pin nor a hash."""


@dataclass(frozen=True)
class Pin:
    """One line of a requirements file with the hashes below it."""

    name: str
    version: str
    marker: str | None
    hashes: frozenset[str]

    def applies(self, python: str) -> bool:
        """Whether a Linux machine with this Python installs it."""
        environment = {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "implementation_name": "cpython",
            "platform_python_implementation": "CPython",
            "sys_platform": "linux",
        }
        return self.marker is None or Marker(self.marker).evaluate(environment)


def read_pins(text: str) -> list[Pin]:
    found: list[tuple[re.Match[str], set[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if pin := PIN.fullmatch(line):
            found.append((pin, set()))
        elif (digest := HASH.fullmatch(line)) and found:
            found[-1][1].add(digest["hash"])
        else:
            raise BadLineError(f"{number}: {line}")
    return [
        Pin(pin["name"], pin["version"], pin["marker"], frozenset(hashes)) for pin, hashes in found
    ]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def declared(*, dev: bool) -> list[Requirement]:
    project = pyproject()["project"]
    lines = project["dependencies"] + (project["optional-dependencies"]["dev"] if dev else [])
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.invalid/simple",
        "--find-links wheels",
        "-e .",
        "./wheels/six-1.0-py3-none-any.whl",
        "six @ https://packages.invalid/six-1.0.tar.gz",
        "# made by hand",
        "six>=1.0 \\",
        "six==1.0",
        "    --hash=md5:00",
    ],
)
def test_a_line_with_an_address_a_path_or_no_exact_pin_is_refused(line: str) -> None:
    good = f"six==1.0 \\\n    --hash=sha256:{'0' * 64}\n"
    assert read_pins(good)
    with pytest.raises(BadLineError, match=r"^3: "):
        read_pins(good + line)


@pytest.mark.parametrize("file", [RUN, DEV], ids=lambda file: file.name)
def test_every_pin_has_a_hash(file: Path) -> None:
    assert [pin.name for pin in read_pins(file.read_text()) if not pin.hashes] == []


@pytest.mark.parametrize("file", [RUN, DEV], ids=lambda file: file.name)
def test_a_package_pinned_twice_says_for_which_python(file: Path) -> None:
    pins = defaultdict(list)
    for pin in read_pins(file.read_text()):
        pins[pin.name].append(pin)
    for name, forks in pins.items():
        if len(forks) > 1:
            assert all("python" in (pin.marker or "") for pin in forks), name
        for python in PYTHONS:
            assert sum(pin.applies(python) for pin in forks) <= 1, (name, python)


def test_tests_run_with_the_versions_that_users_run() -> None:
    assert set(read_pins(RUN.read_text())) <= set(read_pins(DEV.read_text()))


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("file", [RUN, DEV], ids=lambda file: file.name)
def test_what_the_project_declares_is_pinned(file: Path, python: str) -> None:
    pins = {p.name: p.version for p in read_pins(file.read_text()) if p.applies(python)}
    for requirement in declared(dev=file == DEV):
        name = canonicalize_name(requirement.name)
        assert name in pins
        assert requirement.specifier.contains(pins[name]), requirement


# ---------------------------------------------------------------- tools' settings


def ignore_lines(text: str) -> list[str]:
    """The lines of pyproject.toml that name an ignored ruff rule."""
    ruff = text[text.index("[tool.ruff") : text.index("[tool.ruff.lint.isort]")]
    return re.findall(r'^ +"[A-Z]+[0-9]*",.*$', ruff, re.MULTILINE)


def test_every_ignored_rule_carries_its_reason() -> None:
    lint = pyproject()["tool"]["ruff"]["lint"]
    ignored = [
        *lint["ignore"],
        *(rule for rules in lint["per-file-ignores"].values() for rule in rules),
    ]
    lines = ignore_lines((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert len(lines) == len(ignored)
    assert [line for line in lines if not re.search(r"# \S.{7,}", line)] == []


def test_the_database_contract_names_every_room_but_the_store() -> None:
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["type"] == "layers")["layers"]
    rooms = {f"bot.{room.strip()}" for layer in layers for room in layer.split("|")}
    drivers = next(c for c in contracts if "driver" in c["name"])
    assert set(drivers["forbidden_modules"]) == {"psycopg", "sqlite3"}
    assert set(drivers["source_modules"]) | {"bot.store"} == rooms


def test_the_procfile_has_two_halves_and_never_demonstrates() -> None:
    """With --only a missing Slack setting is a fault, never a demonstration."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    assert lines == [f"{part}: python -m bot run --only {part}" for part in ("web", "worker")]


def test_ci_runs_what_the_readme_says_and_then_the_checks() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text().splitlines()
    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in lines
    assert "export CI=true" in lines
    assert lines[-2:] == ["make test", "make check"]


# ---------------------------------------------------------------- clean files

# Put together here so that this file does not hold what it looks for.
INDEX_HOSTS = re.compile(
    "|".join(
        re.escape(f"{name}.{top}")
        for name, top in (
            ("pypi", "org"),
            ("python" + "hosted", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("yarnpkg", "com"),
            ("deb." + "debian", "org"),
            ("archive.ubuntu", "com"),
            ("crates", "io"),
        )
    )
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.\-])/(?:work|tmp|root|home/\w+|opt/pypi)(?=[/\s\"'`)]|$)", re.MULTILINE
)


@pytest.mark.parametrize("text", ["see {}tmp/x", '"{}work/main"', "cd {}root", "={}home/someone/x"])
def test_a_machine_path_is_recognised(text: str) -> None:
    assert MACHINE_PATHS.search(text.format("/"))


@pytest.mark.parametrize("text", ["bot/work/9", "/workspace", "/homepage", "https://a.jp/tmp/"])
def test_other_paths_are_not(text: str) -> None:
    assert not MACHINE_PATHS.search(text)


def project_files() -> list[Path]:
    """Every file that is, or could be, committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("gitで取り出したフォルダーではないため、どのファイルが対象か分かりません")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_package_index_or_a_machine() -> None:
    files = project_files()
    assert ROOT / "pyproject.toml" in files
    found = []
    for path in files:
        data = path.read_bytes()
        if b"\0" in data:
            continue
        text = data.decode(errors="replace")
        hits = [*INDEX_HOSTS.finditer(text), *MACHINE_PATHS.finditer(text)]
        if path != Path(__file__):
            found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in hits]
    assert found == []
