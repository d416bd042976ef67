"""Models every app may use."""

from cms.models.images import Picture, PictureRendition
from cms.models.pages import BasePage
from cms.models.periodic_run import PeriodicRun
from cms.models.second_look import SecondLookTask
from cms.models.site_settings import HelpLine, NavigationLink, SiteSettings

__all__ = [
    "BasePage",
    "HelpLine",
    "NavigationLink",
    "PeriodicRun",
    "Picture",
    "PictureRendition",
    "SecondLookTask",
    "SiteSettings",
]
