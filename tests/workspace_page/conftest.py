"""The stub's server, started once for a module; a fresh world and page for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, expect

from tests.support.browser import browser
from tests.support.workspace import serving
from tests.workspace_page.stub import World, application

__all__ = ["browser"]

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 375, "height": 667}
ZOOMED: ViewportSize = {"width": 640, "height": 400}  # a 1280 × 800 window at 200 %
PATIENCE_MS = 60_000  # for a busy machine; nothing waits longer than it has to

expect.set_options(timeout=PATIENCE_MS)


class Server:
    """The stub's address and the world that it shows at the moment."""

    def __init__(self) -> None:
        self.world = World()
        self.url = ""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    with serving(application(lambda: server.world)) as server.url:
        yield server
        server.world.cut()


@pytest.fixture
def world(server: Server) -> World:
    """What the stub shows in this test."""
    server.world = World()
    return server.world


def _is_fault(line: ConsoleMessage) -> bool:
    # A test that takes the server down sees the browser report each failed request.
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest.fixture
def page(browser: Browser, server: Server, world: World) -> Iterator[Page]:
    """An open page; a script error or something that the policy refuses fails the test."""
    context = browser.new_context(locale="ja-JP", timezone_id="UTC", viewport=DESKTOP)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if _is_fault(line) else None)
    page.goto(server.url)
    page.locator("[data-ts]").first.wait_for()
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def sheet(page: Page) -> Locator:
    page.locator("[data-action-id=sheet]").click()
    modal = page.get_by_role("dialog", name="事実確認シート")
    expect(modal).to_be_visible()
    return modal
