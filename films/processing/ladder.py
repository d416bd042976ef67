"""The streaming ladder: the same film in several sizes, each one fragmented MP4 whose pieces fit together.

One run of ffmpeg decodes the film once and writes every rung. Pieces start at the same pictures in all of them, so a
player may change rungs at any piece. Made with ffmpeg's MP4 writer and indexed from the boxes it wrote, rather than
with its HLS writer: no playlist comes about whose claims somebody would have to check.

What is checked before anything is handed over: the source gave at least 95 % of its pictures (as for every film); the
boxes of each rung lie side by side to the last byte and are as long as their samples, so nothing is cut off; all rungs
have the same length and start their pieces at the same moments with a keyframe; and the low-data film is decoded to
its end. The larger rungs are not: they come from the same decoded pictures and the same encoder in the same run, and
decoding them again costs a tenth of the whole.
"""

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from . import ffmpeg
from .boxes import codecs_of, is_faststart
from .errors import FfmpegFailed
from .fragments import Index, read_index
from .limits import Limits
from .pictures import fitted, picture_input, to_standard
from .results import Container, Decoded, Facts, LadderResult, Loudness, RenditionResult, RungResult, Source
from .verify import decode_all, decoded_from, require_enough
from .web_mp4 import COMMON_RATES, NOTHING_ELSE, WRAPPING, constant_rate, sound_filters

SEGMENT_SECONDS = 4
# The first packet of AAC only warms the decoder up; the edit list leaves it out.
PRIMING_SECONDS = 1024 / 48_000
# RFC 8216, 4.1: a peak counts over neighbouring segments that last 0.5 to 1.5 times the target together.
PEAK_SHARES = (0.5, 1.5)
LOW_DATA_NAME = "low-data.mp4"
LOW_DATA_SIDE = 360
# Small screens gain nothing from 50 pictures a second, and a slow line loses half its sharpness to them.
MAX_FPS_BELOW_HD = 30.0
HD_SIDE = 720
# Up to this size H.264 level 4 goes, and with it what phones and televisions surely play.
MAX_PIXELS = 1920 * 1080
# Sound and pictures may end this far apart before the last picture is held: what one segment would bear.
SPARE_TAIL_MS = 500


@dataclass(frozen=True, slots=True)
class Size:
    """``side`` is the shorter side in pixels, ``buffer_bits`` what may come on top of ``max_bitrate`` at once."""

    side: int
    crf: int
    max_bitrate: int
    buffer_bits: int
    audio_bitrate: int


# The smallest is for a phone at the edge of the network. Four seconds of its pictures are 4 x 160 kbit and the buffer
# of 80 kbit, so at most 180 kbit/s; with 48 for sound and 5 for the wrapping it stays under 250 kbit/s.
SIZES = (
    Size(240, 27, 160_000, 80_000, 48_000),
    Size(360, 24, 800_000, 800_000, 96_000),
    Size(540, 23, 1_600_000, 1_600_000, 128_000),
    Size(720, 23, 2_800_000, 2_800_000, 128_000),
    Size(1080, 22, 5_000_000, 5_000_000, 128_000),
)


@dataclass(frozen=True, slots=True)
class Rung:
    """What is to be made: a size with its even picture measures and its rate of pictures."""

    size: Size
    width: int
    height: int
    rate: Fraction

    @property
    def label(self) -> str:
        return f"{min(self.width, self.height)}p"

    @property
    def name(self) -> str:
        return f"{self.label}.mp4"


def make_ladder(
    source: Source,
    facts: Facts,
    *,
    out_folder: Path,
    limits: Limits,
    loudness: Loudness | None = None,
    on_progress: ffmpeg.OnProgress | None = None,
    is_cancelled: ffmpeg.IsCancelled | None = None,
) -> LadderResult:
    """Write all rungs and the low-data film into ``out_folder``, whole or not at all.

    ``loudness`` is what ``loudness.measure`` found; None leaves the sound as loud as it is. Raises ``Damaged`` when
    less than 95 % of the source can be read, ``FfmpegFailed`` or one of its subclasses when the work itself fails.
    """
    rungs = rungs_for(facts)
    with ffmpeg.private_folder(out_folder) as folder:
        run = ffmpeg.run(
            source,
            [_output(number, rung, facts) for number, rung in enumerate(rungs)],
            folder=folder,
            limits=limits,
            # A header may promise less than the file goes on for.
            input_options=("-t", f"{limits.max_duration_ms / 1000:.3f}"),
            filter_graph=_graph(facts, rungs, loudness),
            on_progress=on_progress,
            is_cancelled=is_cancelled,
        )
        indexes = [_index_of(folder / rung.name) for rung in rungs]
        decoded = _decoded(run, facts, indexes[0])
        require_enough(decoded)
        _require_alike(indexes, facts)
        made = [_result(folder / rung.name, rung, index) for rung, index in zip(rungs, indexes, strict=True)]
        low = max((rung for rung in made if _side(rung) <= LOW_DATA_SIDE), key=_side, default=made[0])
        low_data = _low_data(low, indexes[made.index(low)], folder, limits, is_cancelled)
        return _published(made, low_data, out_folder, decoded)


def rungs_for(facts: Facts) -> tuple[Rung, ...]:
    """The rungs of a film with these facts, lowest first: none above the source, at least one."""
    rate = steady_rate(facts)
    side = min(facts.width, facts.height)
    found = []
    for size in SIZES:
        width, height = fitted(facts.width, facts.height, (size.side, max(facts.width, facts.height)))
        if size.side <= side and width * height <= MAX_PIXELS:
            found.append(Rung(size, width, height, _rate_at(size, rate)))
    if not found:  # smaller than the smallest, or so long and thin that no side fits
        smallest = SIZES[0]
        width, height = fitted(facts.width, facts.height, (smallest.side, 1920))
        found.append(Rung(smallest, width, height, _rate_at(smallest, rate)))
    return tuple(found)


def steady_rate(facts: Facts) -> Fraction:
    """Pictures a second of the top rung, always constant: the source's own rate, or the next common one."""
    if (chosen := constant_rate(facts)) is not None:
        return Fraction(*chosen)
    for top, bottom in COMMON_RATES:
        if abs(top / bottom - facts.fps) < 0.005:
            return Fraction(top, bottom)
    return Fraction(facts.fps or 25.0).limit_denominator(1001)


def _rate_at(size: Size, rate: Fraction) -> Fraction:
    return rate / 2 if size.side < HD_SIDE and rate > MAX_FPS_BELOW_HD else rate


def _pictures_a_segment(rung: Rung, rate: Fraction) -> int:
    """Keyframes lie this far apart. Counted in whole pictures of the halved rate, they fall together everywhere."""
    halved = max(1, round(rate / 2 * SEGMENT_SECONDS))
    return halved if rung.rate < rate else 2 * halved


def _graph(facts: Facts, rungs: tuple[Rung, ...], loudness: Loudness | None) -> str:
    """Decoded pictures are made upright, ordinary and steady once, at the top size; each rung is scaled from there."""
    top = rungs[-1]
    rate = steady_rate(facts)
    held = _tail_ms(facts)
    hold = f",tpad=stop_mode=clone:stop_duration={held / 1000:.3f}" if held else ""
    chains = [
        f"{picture_input(facts)}{to_standard(facts, top.width, top.height)}"
        f",fps={rate.numerator}/{rate.denominator}:start_time=0{hold},split={len(rungs)}"
        + "".join(f"[p{number}]" for number in range(len(rungs)))
    ]
    for number, rung in enumerate(rungs):
        steps = [f"framestep={rate / rung.rate}"] if rung.rate < rate else []
        if (rung.width, rung.height) != (top.width, top.height):
            steps.append(f"scale={rung.width}:{rung.height}:flags=bicubic,setsar=1")
        chains.append(f"[p{number}]{','.join(steps) or 'null'}[v{number}]")
    if facts.has_audio:
        # Sound that ends early would stop a player that has both in one buffer; silence carries on to the end.
        chains.append(
            f"[0:{facts.audio_index}]{sound_filters(loudness)},aformat=channel_layouts=stereo"
            f",apad=whole_dur={facts.duration_ms / 1000:.3f},asplit={len(rungs)}"
            + "".join(f"[a{number}]" for number in range(len(rungs)))
        )
    return ";".join(chains)


def _tail_ms(facts: Facts) -> int:
    """How long sound goes on after the last picture; 0 where that is next to nothing, or the file does not say."""
    pictures_ms = facts.frame_count / facts.fps * 1000 if facts.fps else 0
    tail_ms = round(facts.duration_ms - pictures_ms) if pictures_ms and facts.has_video else 0
    return tail_ms if tail_ms > SPARE_TAIL_MS else 0


def _output(number: int, rung: Rung, facts: Facts) -> ffmpeg.Output:
    every = _pictures_a_segment(rung, steady_rate(facts))
    size = rung.size
    sound = (
        *("-map", f"[a{number}]", "-c:a", "aac", "-profile:a", "aac_low"),
        *("-b:a", str(size.audio_bitrate)),
    )
    return ffmpeg.Output(
        (
            *("-map", f"[v{number}]", *(sound if facts.has_audio else ())),
            *("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p"),
            *("-crf", str(size.crf), "-maxrate", str(size.max_bitrate), "-bufsize", str(size.buffer_bits)),
            # A picture that changes wholly stays an ordinary one: keyframes fall where all rungs have theirs.
            *("-g", str(every), "-keyint_min", str(every), "-sc_threshold", "0", "-fps_mode", "cfr"),
            *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"),
            *NOTHING_ELSE,
            # delay_moov keeps the edit list, by which pictures and sound begin together to the millisecond.
            *("-movflags", "+frag_keyframe+delay_moov+default_base_moof+skip_trailer", "-f", "mp4"),
        ),
        rung.name,
    )


def _index_of(path: Path) -> Index:
    if not path.exists() or path.stat().st_size == 0:
        raise FfmpegFailed(ffmpeg.FAILED, detail="ffmpeg ended well and left no file")
    return read_index(path)


def _decoded(run: ffmpeg.Run, facts: Facts, index: Index) -> Decoded:
    """What came of the source. Silence is added at the end, so the pictures tell how far it could be read."""
    decoded = decoded_from(run, facts)
    if not facts.has_video:
        return decoded
    held_ms = _tail_ms(facts)
    readable_ms = min(facts.duration_ms, max(0, round(index.seconds("vide") * 1000) - held_ms))
    is_whole = decoded.frames >= decoded.expected_frames
    return Decoded(
        frames=decoded.frames,
        expected_frames=decoded.expected_frames,
        decode_errors=decoded.decode_errors,
        readable_ms=facts.duration_ms if is_whole else readable_ms,
        duration_ms=facts.duration_ms,
    )


def _require_alike(indexes: list[Index], facts: Facts) -> None:
    """Raises ``FfmpegFailed`` unless a player can change between all rungs at every segment."""
    first = indexes[0].starts("vide")
    for index in indexes:
        starts = index.starts("vide")
        parts = [fragment.parts.get("vide") for fragment in index.fragments]
        if any(part is None or not part.is_keyframe_first or part.keyframes != 1 for part in parts):
            raise FfmpegFailed(ffmpeg.FAILED, detail="a segment does not begin with its only keyframe")
        if len(starts) != len(first) or any(abs(one - other) > 0.001 for one, other in zip(starts, first, strict=True)):
            raise FfmpegFailed(ffmpeg.FAILED, detail="the segments of two rungs do not begin together")
        if facts.has_audio and "soun" not in index.tracks:
            raise FfmpegFailed(ffmpeg.FAILED, detail="a rung has lost its sound")


def _result(path: Path, rung: Rung, index: Index) -> RungResult:
    segments = _segments(index)
    size_bytes = path.stat().st_size
    duration_ms = sum(duration for duration, _, _ in segments)
    return RungResult(
        path=path,
        label=rung.label,
        width=rung.width,
        height=rung.height,
        duration_ms=duration_ms,
        peak_bits_per_second=peak(segments),
        average_bits_per_second=size_bytes * 8000 // max(1, duration_ms),
        codecs=codecs_of(path),
        frame_rate=round(float(rung.rate), 3),
        map=(0, index.head_length),
        segments=segments,
        size_bytes=size_bytes,
    )


def _segments(index: Index) -> tuple[tuple[int, int, int], ...]:
    """(duration_ms, offset, length) of each; the last goes on to the end of what lasts longer, pictures or sound."""
    starts = index.starts("vide")
    end = starts[0] + max(index.seconds("vide"), index.seconds("soun") - PRIMING_SECONDS)
    times = [round(at * 1000) for at in (*starts, end)]
    return tuple(
        (until - at, fragment.offset, fragment.length)
        for (at, until), fragment in zip(pairwise(times), index.fragments, strict=True)
    )


def peak(segments: tuple[tuple[int, int, int], ...]) -> int:
    """Most bits a second over neighbouring segments that together last as long as RFC 8216, 4.1 asks.

    A film shorter than half a segment has its average.
    """
    target_ms = max((duration for duration, _, _ in segments), default=0)
    least, most = (share * target_ms for share in PEAK_SHARES)
    highest = 0
    for first in range(len(segments)):
        lasting = bits = 0
        for duration, _, length in segments[first:]:
            lasting, bits = lasting + duration, bits + 8 * length
            if lasting > most:
                break
            if lasting >= least and lasting:
                highest = max(highest, -(-bits * 1000 // lasting))
    return highest


def _side(rung: RungResult) -> int:
    return min(rung.width, rung.height)


def _low_data(
    rung: RungResult, index: Index, folder: Path, limits: Limits, is_cancelled: ffmpeg.IsCancelled | None
) -> RenditionResult:
    """The rung as a plain MP4 with its index in front, decoded to its end."""
    ffmpeg.run(
        Source(rung.path, Container.MP4),
        [ffmpeg.Output(("-map", "0", "-c", "copy", *WRAPPING), LOW_DATA_NAME)],
        folder=folder,
        limits=limits,
        is_cancelled=is_cancelled,
    )
    path = folder / LOW_DATA_NAME
    if not is_faststart(path) or codecs_of(path) != rung.codecs:
        raise FfmpegFailed(ffmpeg.FAILED, detail="the low-data film has lost a track or its index")
    facts = _facts_of_low_data(path, rung, index)
    decoded = decode_all(Source(path, Container.MP4), facts, folder=folder, limits=limits, is_cancelled=is_cancelled)
    require_enough(decoded)
    return RenditionResult(
        path=path,
        width=rung.width,
        height=rung.height,
        duration_ms=rung.duration_ms,
        size_bytes=facts.size_bytes,
        bitrate=facts.bitrate,
        video_codec="h264",
        audio_codec=facts.audio_codec,
        codecs=rung.codecs,
        is_faststart=True,
        is_copy=True,
        decoded=decoded,
    )


def _facts_of_low_data(path: Path, rung: RungResult, index: Index) -> Facts:
    """Known, since we have just written it: asking again would start one more process."""
    size_bytes = path.stat().st_size
    has_audio = "soun" in index.tracks
    return Facts(
        container=Container.MP4,
        duration_ms=rung.duration_ms,
        width=rung.width,
        height=rung.height,
        rotation=0,
        fps=rung.frame_rate,
        is_variable_frame_rate=False,
        video_codec="h264",
        pixel_format="yuv420p",
        bit_depth=8,
        is_hdr=False,
        is_interlaced=False,
        has_square_pixels=True,
        color_transfer="bt709",
        color_primaries="bt709",
        color_matrix="bt709",
        is_full_range=False,
        has_video=True,
        has_audio=has_audio,
        audio_codec="aac" if has_audio else "",
        audio_profile="LC" if has_audio else "",
        audio_channels=2 if has_audio else 0,
        audio_sample_rate=48_000 if has_audio else 0,
        video_index=0,
        audio_index=1 if has_audio else -1,
        frame_count=index.samples("vide"),
        bitrate=size_bytes * 8000 // max(1, rung.duration_ms),
        size_bytes=size_bytes,
        stream_count=1 + has_audio,
    )


def _published(made: list[RungResult], low_data: RenditionResult, out_folder: Path, decoded: Decoded) -> LadderResult:
    """Move everything to its place, now that all of it is right."""
    for path in (*(rung.path for rung in made), low_data.path):
        os.replace(path, out_folder / path.name)
    return LadderResult(
        rungs=tuple(replace(rung, path=out_folder / rung.path.name) for rung in made),
        low_data=replace(low_data, path=out_folder / low_data.path.name),
        decoded=decoded,
    )
