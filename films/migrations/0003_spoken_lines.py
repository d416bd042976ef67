"""The search index of spoken lines, which ``films.search`` fills: FTS5 on SQLite, a tsvector on PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE films_spoken_line USING fts5(
    text, track_id UNINDEXED, tokenize = "porter unicode61 remove_diacritics 2"
)
"""
POSTGRESQL = """
CREATE TABLE films_spoken_line (
    cue_id bigint PRIMARY KEY REFERENCES films_cue (id) ON DELETE CASCADE,
    track_id bigint NOT NULL,
    document tsvector NOT NULL
);
CREATE INDEX films_spoken_line_document ON films_spoken_line USING gin (document);
CREATE INDEX films_spoken_line_track ON films_spoken_line (track_id);
"""


def create(apps, schema_editor):
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE films_spoken_line")


class Migration(migrations.Migration):
    dependencies = [("films", "0002_practice_areas_and_topics")]

    operations = [migrations.RunPython(create, drop)]
