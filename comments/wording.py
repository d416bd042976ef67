"""The words a commenter reads. Changed by a content designer only."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

from comments.models.comment import MAX_BODY, State
from comments.models.decision import Reason

_NOT_PUBLISHED = "We did not publish your comment because "

REASON_TEXTS: dict[Reason, str] = {
    Reason.PERSONAL_DETAILS: _NOT_PUBLISHED
    + "it could identify a patient or someone else. We know that may not be what you meant. "
    "You can send it again without names, places or dates.",
    Reason.CRISIS_SUPPORT: "We have kept your comment private. We are concerned about you, or the person you wrote "
    "about. Please use the help on this page.",
    Reason.SELF_HARM_DETAIL: _NOT_PUBLISHED
    + "it describes ways of self-harm or suicide. This could hurt other readers.",
    Reason.ABUSE: _NOT_PUBLISHED + "it attacks or threatens people.",
    Reason.ADVERTISING: _NOT_PUBLISHED + "it promotes a product or service.",
    Reason.SPAM: _NOT_PUBLISHED + "our checks say it is spam. If this is wrong, tell us.",
    Reason.OFF_TOPIC: _NOT_PUBLISHED + "it is not about this film.",
    Reason.INDIVIDUAL_CARE: _NOT_PUBLISHED + "it is about one person's care, which we cannot look into here. "
    "This page explains how to complain about NHS care.",
    Reason.LEGAL_RISK: _NOT_PUBLISHED
    + "it could affect a court case or inquest, or makes a claim about someone that we cannot check.",
    Reason.UNDER_AGE: _NOT_PUBLISHED + "you need to be 16 or over. You can talk to Childline on 0800 1111.",
    Reason.DUPLICATE: _NOT_PUBLISHED + "we already have it.",
}

STATE_TEXTS: dict[State, str] = {
    State.RECEIVED: "Thank you. We have your comment. A person will read it before it can be published. "
    "Your reference is {reference}.",
    State.URGENT: "Your comment is waiting to be read. We aim to decide within {days}.",
    State.WAITING: "Your comment is waiting to be read. We aim to decide within {days}.",
    State.ON_HOLD: "We are still looking at your comment. You do not need to do anything.",
    # A sender whose words were taken for spam by mistake must not be treated as a spammer.
    State.LIKELY_SPAM: "Your comment is waiting to be read. We aim to decide within {days}.",
    State.APPROVED: "Your comment is now on the page.",
    State.NOT_PUBLISHED: "{reason}",
    State.REMOVED: "Your comment was on the page. We have now removed it. Reason: {reason}",
    State.WITHDRAWN: "You withdrew this comment. It is not on the page.",
    State.ERASED: "We have deleted this comment and your details.",
}

# The crisis page: opening, then one line for each way to get help (words before, link, its address, words after).
CRISIS_OPENING = ("It sounds as if things are very hard right now.", "You deserve help straight away.")
CRISIS_LINES = (
    ("If a life is at risk, call ", "999", "tel:999", " or go to A&E."),
    ("Call ", "111", "tel:111", " and choose the mental health option, any time."),
    ("Call Samaritans on ", "116 123", "tel:116123", ", free, any time."),
    ("Text SHOUT to ", "85258", "sms:85258", "."),
    ("Under 19? Call Childline on ", "0800 1111", "tel:08001111", "."),
)
CRISIS_CLOSING = "We have also passed your message to our team, who work {hours}."

# Ways onward that a reason's text points to: label and address.
REASON_LINKS: dict[Reason, tuple[tuple[str, str], ...]] = {
    Reason.INDIVIDUAL_CARE: (
        ("How to complain about NHS care", "https://www.nhs.uk/contact-us/how-to-complain-to-the-nhs/"),
    ),
    Reason.PERSONAL_DETAILS: (
        ("How to complain about NHS care", "https://www.nhs.uk/contact-us/how-to-complain-to-the-nhs/"),
        (
            "Help after the death of someone close to you",
            "https://www.nhs.uk/mental-health/feelings-symptoms-behaviours/feelings-and-symptoms/grief-bereavement-loss/",
        ),
    ),
}

RULES = (
    "Be kind. Do not attack or threaten anyone.",
    "Do not name patients, staff or families, or say where they live or work.",
    "Do not describe ways of self-harm or suicide.",
    "Write about this film. Do not advertise anything.",
)
HOURS_NOTE = "We read comments {hours}. Nobody reads them live. If you need help now, see "

LABEL_NAME = "Name to show with your comment. You can use a made-up name."
LABEL_EMAIL = "Email (optional). Only used to tell you what we decide."
LABEL_BODY = "Your comment"
HINT_BODY = "Do not include names, addresses or anything that could identify a patient or someone else."
LABEL_AGREE = "I am 16 or over and I agree to the house rules."
LABEL_AT = "Moment in the film (optional)"
HINT_AT = "Minutes and seconds, such as 0:52. Readers can start the film there."

EMPTY_THREAD = "No comments yet. You can be the first."
CLOSED_TEXT = "Comments on this film are closed."
PAUSED_TEXT = "Comments are paused on all films at the moment. Comments that were approved stay on the page."

ENTER_COMMENT = "Enter your comment"
ENTER_NAME = "Enter a name to show with your comment. You can use a made-up name"
CHECK_EMAIL = "Check your email address. It should look like name@example.com"
SELECT_AGREE = "Select the box to show that you agree to the house rules"
CHECK_MOMENT = "Enter the moment as minutes and seconds, such as 0:52"
OPEN_TOO_LONG = "This page was open for a long time. Your comment is still here. Select Send comment again."
TOO_MANY_COMMENTS = "You have sent several comments. Wait 10 minutes, then try again."
TOO_MANY_REPORTS = "You have sent several reports. Wait 10 minutes, then try again."
TOO_MANY_LIKES = "Many likes came from your network. Wait 1 hour, then try again."
NOT_SAVED = "Sorry, we could not save your comment. Copy it, then try again later."
CHOOSE_WHY = "Choose what is wrong with the comment"

OFFICIAL_NAME = "The film team"
OFFICIAL_MARK = "Reply from the film team"


def too_long(what: str, limit: int, length: int) -> str:
    """``what`` begins the sentence: "Your comment"."""
    return f"{what} must be {limit:,} characters or fewer. It has {length:,}."


def comment_too_long(length: int) -> str:
    """The error of a comment with ``length`` characters."""
    return too_long(LABEL_BODY, MAX_BODY, length)


def when(moment: dt.datetime) -> str:
    """ "22 November 2026, 5:30pm", in the site's own time."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y')}, {date_format(local, 'g:iA').lower()}"


def working_days(days: int) -> str:
    """2 -> "2 working days"."""
    return f"{days} working day{'' if days == 1 else 's'}"


def state_text(state: State, *, reference: str = "", days: int = 2, reason: Reason | str = "") -> str:
    """What the sender reads about a state. ``reason`` belongs to a refusal or a removal; "" when none is known."""
    text = REASON_TEXTS[Reason(reason)] if reason else ""
    if state == State.NOT_PUBLISHED and not text:
        return "We did not publish your comment."
    if state == State.REMOVED:
        # After "Reason:" only the clause is said again: "it attacks or threatens people."
        text = text.removeprefix(_NOT_PUBLISHED)
        return STATE_TEXTS[state].format(reason=text).removesuffix(" Reason: ")
    return STATE_TEXTS[state].format(reference=reference, days=working_days(days), reason=text)
