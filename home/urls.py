"""Addresses of the campaign that are not Wagtail pages."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [path("messages/<int:page_id>/", views.send_enquiry, name="send_enquiry")]
