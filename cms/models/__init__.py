"""Models every app may use."""

from cms.models.images import Picture, PictureRendition
from cms.models.pages import BasePage, IntroducedPage
from cms.models.periodic_run import PeriodicRun
from cms.models.second_look import SecondLookTask
from cms.models.site_settings import HelpLine, NavigationLink, SiteSettings

__all__ = [
    "BasePage",
    "HelpLine",
    "IntroducedPage",
    "NavigationLink",
    "PeriodicRun",
    "Picture",
    "PictureRendition",
    "SecondLookTask",
    "SiteSettings",
]
