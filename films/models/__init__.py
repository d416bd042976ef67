"""The films, and all that is said in and about them."""

from films.models.captions import CaptionTrack, Cue
from films.models.chapter import Chapter
from films.models.consent import Consent
from films.models.contributor import Contributor, Credit, PeopleIndexPage
from films.models.fact import Fact
from films.models.film import ChangeNote, FilmIndexPage, FilmPage, RelatedFilm
from films.models.practice_area import PracticeArea, PracticeAreaIndexPage, Topic
from films.models.series import SeriesPage
from films.models.upload import FilmUpload
from films.models.video import ProcessingStep, Rendition, Video
from films.models.withdrawal import Withdrawal

__all__ = [
    "CaptionTrack",
    "ChangeNote",
    "Chapter",
    "Consent",
    "Contributor",
    "Credit",
    "Cue",
    "Fact",
    "FilmIndexPage",
    "FilmPage",
    "FilmUpload",
    "PeopleIndexPage",
    "PracticeArea",
    "PracticeAreaIndexPage",
    "ProcessingStep",
    "RelatedFilm",
    "Rendition",
    "SeriesPage",
    "Topic",
    "Video",
    "Withdrawal",
]
