"""Chromium opens the built site; a page that complains or asks another host for anything fails its test."""

import functools
import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from nkevents.explore import build

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped data."""
    return build(tmp_path_factory.mktemp("sites") / "explorer").index.parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What pages complained of; a test that expects something takes it out."""
    return []


@pytest.fixture
def new_page(browser: Browser, complaints: list[str]) -> Iterator[Any]:
    """Open pages whose complaints fail the test."""
    contexts = []

    def make(**options: Any) -> Page:
        context = browser.new_context(accept_downloads=True, **({"viewport": {"width": 1280, "height": 900}} | options))
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda m: complaints.append(f"console: {m.text}") if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: _local(request.url, complaints))
        page.on("dialog", lambda dialog: _dismiss(dialog, complaints))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _quiet(kind: str, text: str, complaints: list[str]) -> None:
    if kind in ("error", "warning"):
        complaints.append(f"console: {text}")


def _dismiss(dialog: Dialog, complaints: list[str]) -> None:
    complaints.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _local(url: str, complaints: list[str]) -> None:
    if not url.startswith(("file:///", "blob:", "data:", "http://127.0.0.1:")):
        complaints.append(f"request: {url}")


@pytest.fixture
def page(new_page: Any) -> Page:
    made: Page = new_page()
    return made


@pytest.fixture
def explore(page: Page, site: Path) -> Any:
    """Open the main page from the file system, with an address, and wait until it is ready."""

    def go(hash: str = "", to: Page = page) -> Page:
        to.goto("about:blank")
        to.goto(site.joinpath("index.html").as_uri() + (f"#{hash}" if hash else ""))
        to.wait_for_selector("html[data-ready]")
        return to

    return go


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Address of the site below a path of a local server."""
    handler = functools.partial(_Quiet, directory=str(site.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""
