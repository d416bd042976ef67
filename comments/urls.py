"""Addresses of comments."""

from django.urls import path, register_converter

from comments import views
from comments.models.comment import REFERENCE_ALPHABET


class ReferenceConverter:
    """A reference as ``new_reference`` makes it. Nothing else is looked up: PostgreSQL refuses a NUL, for one."""

    regex = f"[{REFERENCE_ALPHABET}]{{4}}-[{REFERENCE_ALPHABET}]{{4}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TokenConverter(ReferenceConverter):
    """The secret in the address of a comment's own page, as ``new_access_token`` makes it."""

    regex = "[0-9A-Za-z]{32}"


register_converter(ReferenceConverter, "comment_reference")
register_converter(TokenConverter, "comment_token")

app_name = "comments"
urlpatterns = [
    path("<int:page_id>/", views.send, name="send"),
    path("<int:page_id>/like/", views.like, name="like"),
    path("r/<comment_token:token>/", views.reference, name="reference"),
    path("r/<comment_token:token>/withdraw/", views.withdraw, name="withdraw"),
    path("report/<comment_reference:reference>/", views.report, name="report"),
    path("report/sent/<comment_reference:reference>/", views.report_sent, name="report_sent"),
]
