"""Caption files and what is made from them: text in, dataclasses out, no database and no requests.

``detect.read_caption_file`` takes an upload; ``webvtt`` and ``srt`` read and write one format each;
``cue_text`` understands the text of a single cue; ``transcript`` and ``export`` turn cues into
reading matter; ``rules`` says what a careful subtitler would change.
"""
