"""What readers do under a film: send a comment, follow it, take it back, report one, like the film."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from comments import wording
from comments.models import Comment, Report, State
from films.models import FilmPage
from tests.browser.journeys import look, tab_to, type_into
from tests.comments.factories import CommentFactory, commentable_page
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults

WORDS = "The family meeting was well explained."
CRISIS_WORDS = "I want to kill myself tonight"


@pytest.fixture
def film(django_db_serialized_rollback: None, live_server: LiveSite) -> FilmPage:
    return commentable_page(title="A day on the ward")


@pytest.fixture
def page_without_scripts(browser: Browser, base_url: str, page_faults: PageFaults) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=base_url, locale="en-GB")
    page_faults.listen(context)
    yield context.new_page()
    context.close()


def fill_in(page: Page, words: str = WORDS, name: str = "Robin") -> None:
    page.get_by_label(wording.LABEL_BODY, exact=True).fill(words)
    page.get_by_label(wording.LABEL_NAME).fill(name)
    page.get_by_label(wording.LABEL_AGREE).check()


def send(page: Page) -> None:
    page.get_by_role("button", name="Send comment").click()


def expect_public(page: Page, film: FilmPage, words: str, *, is_public: bool) -> None:
    """What somebody else sees, in a browser that holds nothing of the sender's."""
    stranger = page.context.browser.new_context()
    other = stranger.new_page()
    other.goto(urljoin(page.url, film.url))
    expect(other.get_by_role("heading", name="Comments")).to_be_visible()
    expect(other.locator(".letter", has_text=words)).to_have_count(1 if is_public else 0)
    stranger.close()


def expect_the_reference_page(page: Page) -> Comment:
    expect(page.get_by_role("heading", name="Your comment", level=1)).to_be_visible()
    comment = Comment.objects.get()
    for sentence in (
        "Thank you. We have your comment. A person will read it before it can be published. "
        f"Your reference is {comment.reference}.",
        "Your comment is waiting to be read. We aim to decide within 2 working days.",
    ):
        expect(page.get_by_text(sentence, exact=True)).to_be_visible()
    expect(page.locator(".reference-code")).to_have_text(comment.reference)
    return comment


def expect_help_first(page: Page) -> None:
    """The first words of the main part are those of the crisis page, in its order, with numbers that can be called."""
    lines = ["".join((before, label, after)) for before, label, _, after in wording.CRISIS_LINES]
    shown = [text.strip() for text in page.locator("main").inner_text().splitlines() if text.strip()]
    assert shown[: 2 + len(lines)] == [*wording.CRISIS_OPENING, *lines]
    expect(page.get_by_role("heading", level=1)).to_have_text("It sounds as if things are very hard right now.")
    for _, label, address, _ in wording.CRISIS_LINES:
        expect(page.locator(".crisis-lines").get_by_role("link", name=label, exact=True)).to_have_attribute(
            "href", address
        )


def test_by_keyboard_alone_from_the_film_to_the_page_with_the_reference(
    page: Page, context: BrowserContext, film: FilmPage
) -> None:
    page.goto(film.url)
    look(page, "the form")
    type_into(page, page.get_by_label(wording.LABEL_BODY, exact=True), WORDS)
    type_into(page, page.get_by_label(wording.LABEL_NAME), "Robin")
    type_into(page, page.get_by_label(wording.LABEL_AT), "0:52")
    tab_to(page, page.get_by_label(wording.LABEL_AGREE))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Send comment"))
    page.keyboard.press("Enter")
    comment = expect_the_reference_page(page)
    assert (comment.body, comment.author_name, comment.at_ms) == (WORDS, "Robin", 52_000)
    look(page, "the page with the reference")
    assert context.cookies() == []
    expect_public(page, film, WORDS, is_public=False)


def test_what_is_missing_is_listed_in_focus_and_each_line_leads_to_its_field(
    page: Page, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    page.goto(film.url)
    send(page)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("heading")).to_have_text("There is a problem")
    expect(page).to_have_title(re.compile("^Error: "))
    look(page, "the form with errors")
    for message, label in (
        (wording.ENTER_COMMENT, wording.LABEL_BODY),
        (wording.ENTER_NAME, wording.LABEL_NAME),
        (wording.SELECT_AGREE, wording.LABEL_AGREE),
    ):
        tab_to(page, summary.get_by_role("link", name=message))
        page.keyboard.press("Enter")
        expect(page.get_by_label(label, exact=True)).to_be_focused()
        page.evaluate("document.querySelector('[role=alert]').focus()")
    assert not Comment.objects.exists()


def test_words_are_kept_when_something_else_is_wrong(page: Page, film: FilmPage, page_faults: PageFaults) -> None:
    page_faults.allow("status of 422")
    page.goto(film.url)
    fill_in(page, name="")
    page.get_by_label(wording.LABEL_EMAIL).fill("robin at example")
    send(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text([wording.ENTER_NAME, wording.CHECK_EMAIL])
    expect(page.get_by_label(wording.LABEL_BODY, exact=True)).to_have_value(WORDS)
    expect(page.get_by_label(wording.LABEL_AGREE)).to_be_checked()
    page.get_by_label(wording.LABEL_NAME).fill("Robin")
    page.get_by_label(wording.LABEL_EMAIL).fill("")
    send(page)
    assert expect_the_reference_page(page).body == WORDS


def test_without_scripts_the_whole_way_works_errors_and_all(page_without_scripts: Page, film: FilmPage) -> None:
    page = page_without_scripts
    page.goto(film.url)
    page.get_by_label(wording.LABEL_BODY, exact=True).fill(WORDS)
    send(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_have_text([wording.ENTER_NAME, wording.SELECT_AGREE])
    expect(page.get_by_label(wording.LABEL_BODY, exact=True)).to_have_value(WORDS)
    page.get_by_label(wording.LABEL_NAME).fill("Robin")
    page.get_by_label(wording.LABEL_AGREE).check()
    send(page)
    assert expect_the_reference_page(page).body == WORDS
    page.get_by_role("button", name="Withdraw my comment").click()
    expect(page.get_by_text("You withdrew this comment. It is not on the page.", exact=True)).to_be_visible()
    page.goto(film.url)
    page.get_by_role("button", name="Like this film").click()
    expect(page.get_by_role("heading", name="You like this film")).to_be_visible()


def test_words_of_somebody_at_risk_are_answered_with_help_before_anything_else(page: Page, film: FilmPage) -> None:
    page.goto(film.url)
    fill_in(page, CRISIS_WORDS)
    send(page)
    expect_help_first(page)
    expect(page).to_have_title(re.compile("^You deserve help straight away."))
    expect(page.get_by_text("We have also passed your message to our team, who work ")).to_be_visible()
    assert Comment.objects.get().state == State.URGENT
    look(page, "the page with help")
    expect_public(page, film, CRISIS_WORDS, is_public=False)


def test_help_leads_also_when_such_a_comment_could_not_be_sent(
    page: Page, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    page.goto(film.url)
    fill_in(page, CRISIS_WORDS, name="")
    send(page)
    first = page.get_by_role("heading", level=1)
    expect(first).to_be_focused()
    assert page.evaluate("scrollY") < first.bounding_box()["y"] + first.bounding_box()["height"] <= 600
    expect_help_first(page)
    expect(page.get_by_role("heading", name="Your comment was not sent")).to_be_visible()
    expect(page.get_by_label(wording.LABEL_BODY, exact=True)).to_have_value(CRISIS_WORDS)
    look(page, "the form with help")


def test_a_published_comment_is_off_the_page_once_its_sender_withdraws_it(page: Page, film: FilmPage) -> None:
    comment = CommentFactory(page=film, approved=True, body=WORDS)
    page.goto(f"/comments/r/{comment.access_token}/")
    expect(page.get_by_text("Your comment is now on the page.", exact=True)).to_be_visible()
    expect_public(page, film, WORDS, is_public=True)
    page.get_by_role("button", name="Withdraw my comment").press("Enter")
    expect(page.get_by_text("You withdrew this comment. It is not on the page.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Withdraw my comment")).to_have_count(0)
    look(page, "the withdrawn comment")
    expect_public(page, film, WORDS, is_public=False)


def test_a_reader_reports_a_published_comment(page: Page, film: FilmPage, page_faults: PageFaults) -> None:
    page_faults.allow("status of 422")
    comment = CommentFactory(page=film, approved=True, author_name="Alex", body="You are all liars.")
    page.goto(film.url)
    page.get_by_role("link", name="Report the comment by Alex").press("Enter")
    expect(page.get_by_role("blockquote")).to_contain_text("You are all liars.")
    look(page, "the report form")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link", name=wording.CHOOSE_WHY).press("Enter")
    first = page.get_by_role("radio").first
    expect(first).to_be_focused()
    look(page, "the report form with errors")
    page.keyboard.press("Space")
    page.get_by_label("Anything else we should know").fill("It insults the people in the film.")
    page.get_by_role("button", name="Send report").press("Enter")
    report = Report.objects.get(comment=comment)
    expect(
        page.get_by_text(f"We have your report. A person will read it. Your reference is {report.reference}.")
    ).to_be_visible()
    assert report.details == "It insults the people in the film."
    look(page, "the report that was sent")


def test_a_like_is_counted_once_keeps_one_cookie_and_can_be_taken_back(
    page: Page, context: BrowserContext, film: FilmPage
) -> None:
    page.goto(film.url)
    assert context.cookies() == []
    page.get_by_role("button", name="Like this film 0 people like it").press("Enter")
    expect(page.get_by_role("heading", name="You like this film")).to_be_visible()
    expect(page.get_by_text("1 person likes it.", exact=True)).to_be_visible()
    assert [(cookie["name"], cookie["httpOnly"]) for cookie in context.cookies()] == [("reader", True)]
    look(page, "the like")
    page.get_by_role("button", name="Take back my like").press("Enter")
    expect(page.get_by_role("heading", name="You have not liked this film")).to_be_visible()
    expect(page.get_by_text("0 people like it.", exact=True)).to_be_visible()
    look(page, "the like that was taken back")
    page.get_by_role("button", name="Like this film").click()
    expect(page.get_by_text("1 person likes it.", exact=True)).to_be_visible()
