"""The film engine: files in, dataclasses out. No models, no requests, no settings.

Order of trust: ``sniff`` reads a file's first bytes, ``probe`` reads its facts in a contained child process, and only
then do the others hand it to ffmpeg: ``poster``, ``web_mp4``, ``ladder``, ``audio``, ``storyboard``, ``waveform``,
``checks`` and ``verify``. ``ffmpeg.run`` is the only call of the binary. Every function takes a ``Source``, a folder to
write to, ``Limits`` and, where it takes time, a progress and a cancel callback. Failures are subclasses of
``errors.FilmError``; each carries a sentence.
"""
