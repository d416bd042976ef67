"""Contact, take-down and report forms by keyboard alone, and with scripts off: sent, put right, no word lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from comments import wording
from comments.models import Report
from films.models import FilmPage
from home.layout import lay_out_site
from home.models import Enquiry
from tests.browser.journeys import look, tab_to, type_into
from tests.comments.factories import CommentFactory
from tests.films.factories import FilmPageFactory
from tests.support.page_faults import PageFaults

pytestmark = pytest.mark.django_db(transaction=True)

CONTACT, TAKE_DOWN = "/contact/", "/take-down-request/"
WORDS = "Could you add Welsh captions?\nThe second film needs them most."
WHY = "I no longer want to be in it."
CRISIS_WORDS = "I want to kill myself tonight"
WRONG_ADDRESS = "robin at example"


@pytest.fixture
def film(db: None) -> FilmPage:
    lay_out_site()
    return FilmPageFactory(publishable=True, title="A day on the ward")


@pytest.fixture
def page_without_scripts(browser: Browser, base_url: str, page_faults: PageFaults) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="en-GB")
    page_faults.listen(context)
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def _nobody_is_too_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser that is driven types faster than a person can."""
    monkeypatch.setattr("home.views.TOO_FAST_S", 0)


def press(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")


def message(page: Page, address: str) -> Locator:
    label = "Your message" if address == CONTACT else "What would you like us to take down, and why?"
    return page.get_by_label(label)


def expect_sent(page: Page, context: BrowserContext) -> Enquiry:
    expect(page.get_by_role("heading", name="Message sent")).to_be_visible()
    enquiry = Enquiry.objects.get()
    expect(page.locator(".reference-code")).to_have_text(enquiry.reference)
    assert context.cookies() == []
    return enquiry


def test_the_contact_form_by_keyboard_with_a_mistake_put_right(
    page: Page, context: BrowserContext, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    page.goto(CONTACT)
    type_into(page, message(page, CONTACT), WORDS)
    type_into(page, page.get_by_label("Your name (optional)"), "Robin")
    type_into(page, page.get_by_label("Email (optional)"), WRONG_ADDRESS)
    press(page, "Send message")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    look(page, "the contact form with an error")
    tab_to(page, summary.get_by_role("link"))
    page.keyboard.press("Enter")
    address = page.get_by_label("Email (optional)")
    expect(address).to_be_focused()
    expect(message(page, CONTACT)).to_have_value(WORDS)
    expect(page.get_by_label("Your name (optional)")).to_have_value("Robin")
    page.keyboard.press("Control+A")
    page.keyboard.type("robin@example.org")
    press(page, "Send message")
    enquiry = expect_sent(page, context)
    assert (enquiry.message.replace("\r\n", "\n"), enquiry.name, enquiry.email) == (WORDS, "Robin", "robin@example.org")


def test_a_take_down_request_by_keyboard_names_the_film(
    page: Page, context: BrowserContext, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    page.goto(TAKE_DOWN)
    type_into(page, page.get_by_label("Which film is it about?"), "A day")
    tab_to(page, page.get_by_label("I am in this film"))
    page.keyboard.press("Space")
    press(page, "Send message")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Which film is it about?")).to_have_value(str(film.pk))
    expect(page.get_by_label("I am in this film")).to_be_checked()
    look(page, "the take-down form with an error")
    type_into(page, message(page, TAKE_DOWN), WHY)
    press(page, "Send message")
    enquiry = expect_sent(page, context)
    assert (enquiry.film_id, enquiry.is_person_in_film, enquiry.message) == (film.pk, True, WHY)
    look(page, "the request that was sent")


@pytest.mark.parametrize("address", [CONTACT, TAKE_DOWN])
def test_without_scripts_a_mistake_is_named_the_words_stay_and_it_is_sent(
    page_without_scripts: Page, film: FilmPage, address: str
) -> None:
    page = page_without_scripts
    page.goto(address)
    message(page, address).fill(WORDS)
    page.get_by_label("Email (optional)").fill(WRONG_ADDRESS)
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text(
        "Check your email address. It should look like name@example.com"
    )
    expect(page).to_have_title(re.compile("^Error: "))
    expect(message(page, address)).to_have_value(WORDS)
    expect(page.get_by_label("Email (optional)")).to_have_value(WRONG_ADDRESS)
    page.get_by_label("Email (optional)").fill("")
    page.get_by_role("button", name="Send message").click()
    expect_sent(page, page.context)


@pytest.mark.parametrize("address", [CONTACT, TAKE_DOWN])
def test_a_message_in_distress_is_answered_with_help_first_without_scripts_too(
    page_without_scripts: Page, film: FilmPage, address: str
) -> None:
    page = page_without_scripts
    page.goto(address)
    message(page, address).fill(CRISIS_WORDS)
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It sounds as if things are very hard right now.")
    shown = page.locator("main").inner_text()
    assert shown.index("116 123") < shown.index("Message sent")
    assert Enquiry.objects.get().message == CRISIS_WORDS


def test_a_report_without_scripts_keeps_its_words_when_no_reason_was_chosen(
    page_without_scripts: Page, film: FilmPage
) -> None:
    page = page_without_scripts
    comment = CommentFactory(page=film, approved=True, author_name="Alex", body="You are all liars.")
    page.goto(film.url)
    page.get_by_role("link", name="Report the comment by Alex").click()
    page.get_by_label("Anything else we should know").fill("It insults the people in the film.")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("alert").get_by_role("link", name=wording.CHOOSE_WHY)).to_be_visible()
    expect(page.get_by_label("Anything else we should know")).to_have_value("It insults the people in the film.")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Send report").click()
    report = Report.objects.get(comment=comment)
    expect(page.get_by_text(report.reference)).to_be_visible()
    assert report.details == "It insults the people in the film."


def test_on_the_help_page_help_comes_before_anything_else(page: Page, film: FilmPage) -> None:
    """Nobody who looks for help has to scroll past anything, on the smallest phone."""
    page.set_viewport_size({"width": 320, "height": 568})
    for address in ("/get-help-now/", CONTACT):
        page.goto(address)
        for number in ("999", "111", "116 123"):
            link = page.locator(".help-strip").get_by_role("link", name=number)
            expect(link).to_be_in_viewport()
            assert link.get_attribute("href") == f"tel:{number.replace(' ', '')}"
