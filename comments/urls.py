"""Addresses of comments."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("<int:page_id>/", views.send, name="send"),
    path("<int:page_id>/like/", views.like, name="like"),
    path("r/<str:token>/", views.reference, name="reference"),
    path("r/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("report/<str:reference>/", views.report, name="report"),
    path("report/sent/<str:reference>/", views.report_sent, name="report_sent"),
]
