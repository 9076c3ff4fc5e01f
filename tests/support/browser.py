"""A real Chromium for the tests that look at a page.

The browser is the system's (Debian: the package ``chromium``); Playwright only drives it.
Without one the tests that need it are skipped with a reason; with CI=true that is an error.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Without these Chromium calls its maker's hosts at every start, which a closed network
# refuses; the last one keeps the pages under test from reaching beyond this machine.
QUIET_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

MISSING = (
    "画面のテストにはChromiumが必要です。Debianではパッケージ chromium を入れてください"
    "（PATHにある Chrome でもかまいません）。"
)


def find_chromium(environ: Mapping[str, str], debian: Path = DEBIAN_CHROMIUM) -> Path | None:
    """Where Chromium is: Debian's place, else the first of its names on PATH."""
    if debian.exists():
        return debian
    found = (shutil.which(name, path=environ.get("PATH", "")) for name in NAMES)
    return next((Path(path) for path in found if path), None)


def refuse_missing_browser(environ: Mapping[str, str]) -> NoReturn:
    """Fail in CI, where a skipped test would go unseen; elsewhere skip and say why."""
    if environ.get("CI") == "true":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


def flags(*, root: bool) -> list[str]:
    """Chromium's command line; its sandbox cannot be set up by root."""
    return [*QUIET_FLAGS, *(["--no-sandbox"] if root else [])]


# For each module anew, not for the session: while Playwright's synchronous interface is
# open, its event loop runs in this thread, and no other test could call asyncio.run().
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the tests of one module."""
    executable = find_chromium(os.environ)
    if executable is None:
        refuse_missing_browser(os.environ)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=flags(root=os.geteuid() == 0)
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a Japanese desktop; an uncaught script error fails the test."""
    context = browser.new_context(
        locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 800}
    )
    errors: list[Error] = []
    context.on("weberror", lambda found: errors.append(found.error))
    yield context.new_page()
    context.close()
    assert not errors, f"the page's script failed: {errors}"
