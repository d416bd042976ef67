"""What the engine hands back. Times are milliseconds, sizes bytes, widths and heights pixels as displayed."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


class Container(Enum):
    """A film's wrapping, decided by its bytes and never by its name."""

    MP4 = "MP4"
    QUICKTIME = "QuickTime"
    WEBM = "WebM"
    MATROSKA = "Matroska"

    @property
    def demuxer(self) -> str:
        """ffmpeg's name for the one reader that may open this file."""
        return "mov" if self in (Container.MP4, Container.QUICKTIME) else "matroska"


@dataclass(frozen=True, slots=True)
class Source:
    """A film file whose container is known; ``sniff.source_at`` makes one."""

    path: Path
    container: Container


@dataclass(frozen=True, slots=True)
class Facts:
    """What a film is, read from the file and from its first decoded pictures.

    Where ``has_video`` is false it is a sound recording: size and ``fps`` are those of the still picture that we show
    with it, ``video_index`` is -1 and ``video_codec`` "".
    ``width`` and ``height`` are what a viewer sees: after rotation, in square pixels. ``rotation`` is degrees
    clockwise (0, 90, 180, 270) and has been applied to them already. ``fps`` is the average rate; where
    ``is_variable_frame_rate``, single gaps differ from it. ``bit_depth`` is per colour component. ``bitrate``
    is bits a second over the whole file. ``frame_count`` is what the file says it holds, 0 when it does not
    say. Colour names are ffmpeg's, "" where the file does not tell.
    """

    container: Container
    duration_ms: int
    width: int
    height: int
    rotation: int
    fps: float
    is_variable_frame_rate: bool
    video_codec: str
    pixel_format: str
    bit_depth: int
    is_hdr: bool
    is_interlaced: bool
    has_square_pixels: bool
    color_transfer: str
    color_primaries: str
    color_matrix: str
    is_full_range: bool
    has_video: bool
    has_audio: bool
    audio_codec: str
    audio_profile: str
    audio_channels: int
    audio_sample_rate: int
    video_index: int
    audio_index: int
    frame_count: int
    bitrate: int
    size_bytes: int
    stream_count: int


@dataclass(frozen=True, slots=True)
class Decoded:
    """What came out when every frame was decoded. ``decode_errors`` counts packets that were no use."""

    frames: int
    expected_frames: int
    decode_errors: int
    readable_ms: int
    duration_ms: int

    @property
    def share(self) -> float:
        """Decoded part of what was expected, 0 to 1."""
        return min(1.0, self.frames / self.expected_frames) if self.expected_frames else 1.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """Loudness by EBU R 128, as ffmpeg's loudnorm measures it."""

    integrated_lufs: float
    true_peak_db: float
    range_lu: float
    threshold_lufs: float
    offset_lu: float


@dataclass(frozen=True, slots=True)
class Poster:
    """One still picture, a JPEG. ``at_ms`` is where in the film it was taken."""

    path: Path
    width: int
    height: int
    at_ms: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class RungResult:
    """One rung of the ladder: a fragmented MP4 whose ``segments`` are (duration_ms, offset, length) in the file.

    ``label`` is its shorter side, "720p". ``map`` is (offset, length) of what every segment needs. The peak is over
    segments as RFC 8216, 4.1 counts it, sound and wrapping included. ``frame_rate`` is pictures a second.
    """

    path: Path
    label: str
    width: int
    height: int
    duration_ms: int
    peak_bits_per_second: int
    average_bits_per_second: int
    codecs: str
    frame_rate: float
    map: tuple[int, int]
    segments: tuple[tuple[int, int, int], ...]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class RenditionResult:
    """One playable file, decoded to its end before it was handed over.

    ``codecs`` is the RFC 6381 string for a ``type`` attribute, such as ``avc1.64001f,mp4a.40.2``.
    ``is_faststart`` says that the index was found in front of the media data in the finished file.
    ``is_copy`` says that the source was already right and only re-wrapped.
    """

    path: Path
    width: int
    height: int
    duration_ms: int
    size_bytes: int
    bitrate: int
    video_codec: str
    audio_codec: str
    codecs: str
    is_faststart: bool
    is_copy: bool
    decoded: Decoded


@dataclass(frozen=True, slots=True)
class LadderResult:
    """All rungs, lowest first, and the low-data film: one of them wrapped as a plain MP4."""

    rungs: tuple[RungResult, ...]
    low_data: RenditionResult
    decoded: Decoded
