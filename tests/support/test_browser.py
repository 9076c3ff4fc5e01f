"""How the tests find their browser, and what happens without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import browser


def test_a_missing_browser_is_an_error_in_ci() -> None:
    with pytest.raises(pytest.fail.Exception, match="chromium"):
        browser.refuse_missing_browser({"CI": "true"})


def test_a_missing_browser_is_a_skip_that_says_what_to_install_elsewhere() -> None:
    with pytest.raises(pytest.skip.Exception, match="chromium"):
        browser.refuse_missing_browser({})


def test_the_browser_is_found_on_the_path(tmp_path: Path) -> None:
    environ = {"PATH": str(tmp_path)}
    assert browser.find_chromium(environ, debian=tmp_path / "none") is None
    chrome = tmp_path / "google-chrome"
    chrome.touch(mode=0o755)
    assert browser.find_chromium(environ, debian=tmp_path / "none") == chrome
    assert browser.find_chromium(environ, debian=chrome) == chrome


def test_only_root_gives_up_the_browsers_sandbox() -> None:
    assert "--no-sandbox" in browser.flags(root=True)
    assert "--no-sandbox" not in browser.flags(root=False)
