"""Reads shaped for pages. Templates print what these return and start no queries of their own."""

from films.selectors.areas import practice_area_context, practice_areas_with_counts
from films.selectors.cards import FilmCard, PersonCard, film_cards, newest_films, person_cards
from films.selectors.facts import fact_cards
from films.selectors.film_index import film_index_context
from films.selectors.film_page import film_page_context
from films.selectors.people import contributor_context, people_index_context, was_withdrawn
from films.selectors.series import series_context

__all__ = [
    "FilmCard",
    "PersonCard",
    "contributor_context",
    "fact_cards",
    "film_cards",
    "film_index_context",
    "film_page_context",
    "newest_films",
    "people_index_context",
    "person_cards",
    "practice_area_context",
    "practice_areas_with_counts",
    "series_context",
    "was_withdrawn",
]
