"""Addresses of accounts.

django-allauth brings about thirty addresses, most of them for passwords and e-mail addresses. Here are the few that
signing in with another service needs, under the names django-allauth looks for; the others do not exist.
"""

from django.urls import include, path

from accounts import views
from accounts.selectors import SERVICES

own = [
    path("", views.account, name="account"),
    path("close/", views.close, name="close"),
    path("closed/", views.closed, name="closed"),
    path("export/", views.export, name="export"),
    path("<slug:service>/login/", views.start, name="start"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("login/", views.choose, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("inactive/", views.inactive, name="account_inactive"),
    *(
        path(f"{service.id}/login/callback/", views.callback, {"service": service.id}, name=f"{service.id}_callback")
        for service in SERVICES
    ),
]
