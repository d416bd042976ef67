"""The words a commenter reads. Changed by a content designer only."""

from __future__ import annotations

from comments.models.comment import State
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
    State.URGENT: "Your comment is waiting to be read. We aim to decide within {days} working days.",
    State.WAITING: "Your comment is waiting to be read. We aim to decide within {days} working days.",
    State.ON_HOLD: "We are still looking at your comment. You do not need to do anything.",
    # A sender whose words were taken for spam by mistake must not be treated as a spammer.
    State.LIKELY_SPAM: "Your comment is waiting to be read. We aim to decide within {days} working days.",
    State.APPROVED: "Your comment is now on the page.",
    State.NOT_PUBLISHED: "{reason}",
    State.REMOVED: "Your comment was on the page. We have now removed it. Reason: {reason}",
    State.WITHDRAWN: "You withdrew this comment. It is not on the page.",
    State.ERASED: "We have deleted this comment and your details.",
}
