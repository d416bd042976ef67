"""A moderator at work in the admin: the most pressing first, approve, refuse with a reason, undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from comments import wording
from comments.models import Comment, Reason, State
from films.models import FilmPage
from tests.browser.journeys import look, sign_in_to_admin, tab_to
from tests.comments.factories import CommentFactory, FindingFactory, ModeratorFactory, commentable_page
from tests.support.live_site import LiveSite
from tests.support.page_faults import PageFaults

WORDS = "The family meeting was well explained."
CRISIS_WORDS = "I want to kill myself tonight"


@pytest.fixture
def film(django_db_serialized_rollback: None, live_server: LiveSite) -> FilmPage:
    return commentable_page(title="A day on the ward")


@pytest.fixture
def moderator(page: Page, film: FilmPage) -> Page:
    """The browser of a moderator who has signed in."""
    ModeratorFactory(username="ada", first_name="Ada", last_name="Mensah")
    sign_in_to_admin(page, "ada")
    return page


@pytest.fixture
def reader(browser: Browser, base_url: str, page_faults: PageFaults) -> Iterator[Callable[[str], Page]]:
    """``reader(address)`` opens it in a new, signed-out browser."""
    contexts = []

    def open_as_reader(address: str) -> Page:
        contexts.append(browser.new_context(base_url=base_url, locale="en-GB"))
        page_faults.listen(contexts[-1])
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_as_reader
    for context in contexts:
        context.close()


def reference_address(comment: Comment) -> str:
    return f"/comments/r/{comment.access_token}/"


def open_from_queue(page: Page, comment: Comment) -> None:
    link = page.get_by_role("link", name=f"comment {comment.reference}")
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Decide")).to_be_visible()


def test_somebody_at_risk_comes_first_with_what_to_do_and_is_not_approved_by_one_press(
    moderator: Page, film: FilmPage, page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    page = moderator
    CommentFactory(page=film, waiting=True, body=WORDS)
    urgent = CommentFactory(page=film, urgent=True, body=CRISIS_WORDS)
    FindingFactory(
        comment=urgent, check_name="crisis_language", concern="crisis", score=1.0, reason="Says: kill myself"
    )
    page.reload()
    page.get_by_role("link", name="Comments (2)").click()
    queues = page.get_by_role("navigation", name="Queues of comments").get_by_role("link")
    expect(queues.first).to_have_text("Urgent 1")
    expect(queues.first).to_have_attribute("aria-current", "page")
    expect(page.locator(".moderation-row")).to_have_count(1)
    expect(page.locator(".moderation-row")).to_contain_text(CRISIS_WORDS)
    look(page, "the queue")
    open_from_queue(page, urgent)
    expect(page.get_by_role("heading", name="Someone may be at risk")).to_be_visible()
    look(page, "the urgent comment")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to confirm before you approve this comment.")
    urgent.refresh_from_db()
    assert urgent.state == State.URGENT


def test_what_a_moderator_approves_is_on_the_page_and_undo_takes_it_off(
    moderator: Page, film: FilmPage, reader: Callable[[str], Page]
) -> None:
    page = moderator
    comment = CommentFactory(page=film, waiting=True, body=WORDS, author_name="Robin")
    expect(reader(film.url).locator(".letter")).to_have_count(0)
    page.goto("/admin/comments/queue/waiting/")
    open_from_queue(page, comment)
    look(page, "the comment that waits")
    tab_to(page, page.get_by_role("button", name="Approve", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Comment {comment.reference} is now on the page.")).to_be_visible()
    letter = reader(film.url).get_by_role("article", name="Comment by Robin")
    expect(letter).to_contain_text(WORDS)
    expect(reader(reference_address(comment)).get_by_text("Your comment is now on the page.")).to_be_visible()

    page.get_by_role("link", name="Undo", exact=True).click()
    page.get_by_role("button", name="Undo: approve").click()
    expect(page.get_by_text(f"The last decision about comment {comment.reference} is undone.")).to_be_visible()
    expect(reader(film.url).get_by_text(WORDS)).to_have_count(0)
    expect(reader(reference_address(comment)).get_by_text("Your comment is waiting to be read.")).to_be_visible()


def test_a_refusal_needs_a_reason_and_the_sender_is_told_it(
    moderator: Page, film: FilmPage, reader: Callable[[str], Page], page_faults: PageFaults
) -> None:
    page_faults.allow("status of 422")
    page = moderator
    comment = CommentFactory(page=film, waiting=True, body="Buy my book.")
    page.goto(f"/admin/comments/{comment.pk}/")
    page.locator("summary", has_text="Do not publish").press("Enter")
    refuse = page.get_by_role("button", name="Do not publish", exact=True)
    refuse.click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a reason.")
    reasons = page.get_by_role("group", name="Reason. The sender is told it.")
    expect(reasons.get_by_text("Choose a reason.")).to_be_visible()
    look(page, "the refusal without a reason")
    comment.refresh_from_db()
    assert comment.state == State.WAITING

    reasons.get_by_label(Reason.ADVERTISING.label, exact=True).check()
    refuse.click()
    expect(page.get_by_text(f"Comment {comment.reference} is not published.")).to_be_visible()
    sender = reader(reference_address(comment))
    expect(sender.get_by_text(wording.REASON_TEXTS[Reason.ADVERTISING], exact=True)).to_be_visible()
    expect(reader(film.url).get_by_text("Buy my book.")).to_have_count(0)

    page.get_by_role("link", name="Undo", exact=True).click()
    page.get_by_role("button", name="Undo: ").click()
    expect(reader(reference_address(comment)).get_by_text("Your comment is waiting to be read.")).to_be_visible()
