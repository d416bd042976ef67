"""Addresses of films that are not Wagtail pages."""

from django.urls import path, re_path

from films import delivery, feeds, views

app_name = "films"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    re_path(
        r"^captions/(?P<track_id>\d{1,18})-(?P<version>[0-9a-f]{1,16})\.(?P<suffix>vtt|srt|txt)$",
        views.captions,
        name="captions",
    ),
    path("feeds/films.atom", feeds.FilmAtomFeed(), name="atom"),
    path("feeds/films.rss", feeds.FilmRssFeed(), name="rss"),
    re_path(
        r"^stream/(?P<video_id>\d{1,18})/(?P<version>[0-9a-f]{12})/master\.m3u8$",
        delivery.master_playlist,
        name="master_playlist",
    ),
    re_path(
        r"^stream/(?P<video_id>\d{1,18})/(?P<version>[0-9a-f]{12})/(?P<rendition_id>\d{1,18})\.m3u8$",
        delivery.rung_playlist,
        name="rung_playlist",
    ),
    path("media/<path:path>", delivery.media, name="media"),
]
