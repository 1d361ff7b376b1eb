"""On a phone: scanned from Today, no wider than its screen, and kept on the home screen."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tracker.app.pages import PAGES, PLACES, page_path
from tracker.app.phone import home_addresses
from tracker.cli import main
from tracker.facade import open_diary
from tracker.protocol.release import Release

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [{"width": 390, "height": 844}, {"width": 360, "height": 640}]
TOUCH = {"viewport": SIZES[0], "has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture(scope="module")
def app(start_kit, tmp_path_factory):
    """The kit on the sample diary, with a phone let in on this machine's own address."""
    if not home_addresses():
        pytest.skip("needs a private network address")
    diary = tmp_path_factory.mktemp("kit") / "sample.db"
    assert main.main(["--diary", str(diary), "sample"]) == 0
    kit = start_kit(diary, None, "--phone")
    yield kit
    kit.stop()


@pytest.fixture
def phone(browser, app):
    """A phone on the home network; it tells on any error, and on whatever it asks of others."""
    context = browser.new_context(**TOUCH)
    host = home_addresses()[0]
    wrong: list[str] = []

    def note(address):
        parts = urlsplit(address)
        if parts.scheme not in ("data", "blob") and parts.hostname != host:
            wrong.append(address)

    def watch(tab):
        tab.on("websocket", lambda line: note(line.url))
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on(
            "console",
            lambda said: (
                said.type == "error" and wrong.append(f"{said.text} ({said.location['url']})")
            ),
        )

    context.on("request", lambda asked: note(asked.url))
    context.on("page", watch)
    yield context.new_page()
    context.close()
    assert wrong == []


def on_phone(app, path):
    return f"{app.base}{path}?token={app.token}".replace("127.0.0.1", home_addresses()[0])


def ready(page):
    expect(page.locator("body.kit-ready")).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_no_wider_than_the_phone(phone, app, name):
    phone.goto(on_phone(app, f"/voila/render/{name}.ipynb"))
    ready(phone)
    expect(phone.locator(".kit-problem")).to_have_count(0)
    for size in SIZES:
        phone.set_viewport_size(size)
        assert phone.evaluate("document.documentElement.scrollWidth") <= size["width"]
        phone.evaluate("window.scrollTo(9999, document.documentElement.scrollHeight)")
        assert phone.evaluate("window.scrollX") == 0
        expect(phone.locator("#kit-flags summary")).to_be_in_viewport(ratio=1)
        here = "a[aria-current=page]" if name in PLACES else ".kit-more summary"
        expect(phone.locator(f".kit-nav > {here}, .kit-nav > * > {here}")).to_be_in_viewport(
            ratio=1
        )


def test_a_tap_on_the_phone_reaches_the_diary(phone, app):
    phone.goto(on_phone(app, page_path()))
    ready(phone)
    assert "token" not in phone.url
    phone.locator(".kit-more summary").tap()
    expect(phone.get_by_role("link", name="Export")).to_be_visible()
    expect(phone.get_by_text("JupyterLab")).to_be_hidden()
    phone.goto(on_phone(app, "/voila/render/export.ipynb").partition("?")[0])
    ready(phone)
    phone.get_by_role("button", name=re.compile("export", re.IGNORECASE)).first.tap()
    expect(phone.get_by_text(re.compile(r"^(Wrote|Saved|Exported)")).first).to_be_visible()


def test_a_hold_led_on_the_phone_reaches_the_diary(phone, app):
    def rate(question, pain):
        phone.clock.run_for(500)
        group = phone.get_by_role("group", name=question)
        group.get_by_role("button", name=str(pain), exact=True).tap()

    with open_diary(app.diary) as diary:
        before = {one.id for one in diary.recent(Release, 500)}
    phone.clock.install()
    phone.goto(on_phone(app, page_path("hold")))
    ready(phone)
    # Without encryption a browser lends no lock on the screen, and the coach says so.
    assert not phone.evaluate("isSecureContext")
    expect(phone.get_by_text("This browser cannot keep the screen on.")).to_be_visible()
    phone.locator(".tk-coach-card").first.tap()
    rate("Pain there before", 6)
    phone.get_by_role("button", name="Start").tap()
    phone.clock.run_for(500)
    phone.get_by_role("button", name="Begin now").tap()
    phone.clock.run_for(31_000)
    rate("Pain now?", 4)
    phone.clock.run_for(60_000)
    rate("Pain after?", 3)
    expect(phone.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    with open_diary(app.diary) as diary:
        (saved,) = [one for one in diary.recent(Release, 500) if one.id not in before]
    assert (saved.pain_before, saved.pain_30s, saved.pain_after) == (6, 4, 3)
    assert (saved.outcome, saved.held_s) == ("held", 90)


def test_the_phone_may_keep_it_on_its_home_screen(phone, app):
    phone.goto(on_phone(app, page_path()))
    link = phone.locator("link[rel=manifest]")
    expect(link).to_have_attribute("crossorigin", "use-credentials")
    told = phone.evaluate("(at) => fetch(at).then((a) => a.json())", link.get_attribute("href"))
    sizes = phone.evaluate(
        """(icons) => Promise.all(icons.map(({ src }) => new Promise((done) => {
            const icon = Object.assign(new Image(), { src });
            icon.onload = () => done(`${icon.width}x${icon.height}`);
            icon.onerror = () => done("missing");
        })))""",
        told["icons"],
    )
    assert sizes == [icon["sizes"] for icon in told["icons"]]
    ready(phone)


def test_the_today_page_shows_the_code_and_what_it_exposes(page, app):
    page.goto(app.page("today"))
    ready(page)
    code = page.get_by_role("img", name="A code that leads your phone here")
    expect(code).to_be_hidden()
    page.get_by_text("Use your phone", exact=True).click()
    expect(code).to_be_visible()
    expect(page.get_by_text("It is not encrypted")).to_be_visible()
    page.goto(app.page("relief"))
    ready(page)
    expect(page.get_by_text("Use your phone")).to_have_count(0)


def test_without_a_phone_the_today_page_says_how(page, start_kit, tmp_path):
    kit = start_kit(tmp_path / "diary.db")
    try:
        page.goto(kit.page("today"))
        ready(page)
        page.get_by_text("Use your phone", exact=True).click()
        expect(page.get_by_text("tracker start --phone")).to_be_visible()
        expect(page.locator(".kit-code")).to_have_count(0)
        page.goto("about:blank")
    finally:
        kit.stop()


def test_forgetting_asks_every_browser_for_the_new_address(page, start_kit, tmp_path, forgiven):
    forgiven.append("403")  # the refusal itself
    kit = start_kit(tmp_path / "diary.db")
    port = urlsplit(kit.base).port
    page.goto(kit.page("today"))
    ready(page)
    page.goto("about:blank")
    kit.stop()
    again = start_kit(kit.diary, port, "--forget")
    try:
        page.goto(f"{kit.base}{page_path()}")
        expect(page.get_by_role("heading", level=1)).to_have_text("This page is private")
    finally:
        again.stop()
