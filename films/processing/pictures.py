"""The filters that turn any picture we take into one that looks right on an ordinary screen.

ffmpeg itself applies a film's rotation before the first filter, so sizes here are as displayed.
"""

from .results import Facts

# What a recording without pictures shows: one calm dark blue, as seldom renewed as players bear.
STILL_COLOUR = "0x003087"
STILL_WIDTH, STILL_HEIGHT, STILL_FPS = 1280, 720, 5

# The short and the long side of a full-HD picture.
FULL_HD = (1080, 1920)

# What a screen would assume where a file is silent: BT.601 for standard definition, BT.709 above it.
HD_LINES = 720
WIDE_PRIMARIES = frozenset({"bt2020", "smpte431", "smpte432"})
# Diffuse white of an SDR picture, in nits, for the tone mapping (ITU-R BT.2035).
WHITE_NITS = 100


def picture_input(facts: Facts) -> str:
    """How a filter graph begins: with the film's pictures, or with a still one where it has sound only.

    Put the first filter's name right behind it.
    """
    if facts.has_video:
        return f"[0:{facts.video_index}]"
    still = f"color=c={STILL_COLOUR}:s={facts.width}x{facts.height}:r={facts.fps:g}"
    return f"{still}:d={facts.duration_ms / 1000:.3f},"


def fitted(width: int, height: int, box: tuple[int, int] = FULL_HD) -> tuple[int, int]:
    """Even width and height inside ``box`` (short side, long side), never above the source, same shape."""
    short, long = sorted((width, height))
    scale = min(1.0, box[0] / short, box[1] / long)
    return _even(width * scale), _even(height * scale)


def to_standard(facts: Facts, width: int, height: int) -> str:
    """Filters to ``width`` x ``height``: square pixels, progressive, SDR, BT.709, 8 bit, limited range."""
    parts = ["bwdif=mode=send_frame:deint=interlaced"] if facts.is_interlaced else []
    if facts.is_hdr or facts.color_primaries in WIDE_PRIMARIES:
        parts.append(_mapped(facts, width, height))
    else:
        parts.append(_scaled(facts, width, height, "out_color_matrix=bt709:out_range=tv"))
    parts += [
        "setsar=1",
        "format=yuv420p",
        "setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv",
    ]
    return ",".join(parts)


def to_jpeg(facts: Facts, width: int, height: int) -> str:
    """Filters to a JPEG's colours: BT.601 in full range (JFIF 1.02), after the same steps as for a film."""
    return (
        f"{to_standard(facts, width, height)},"
        "scale=in_color_matrix=bt709:out_color_matrix=bt601:in_range=tv:out_range=pc,format=yuv420p"
    )


def source_matrix(facts: Facts) -> str:
    """The matrix the source was written with, or what a screen would assume."""
    if facts.color_matrix in ("bt709", "bt470bg", "smpte170m", "smpte240m"):
        return facts.color_matrix
    if facts.color_matrix in ("bt2020nc", "bt2020c"):
        return "bt2020"
    return "bt709" if min(facts.width, facts.height) >= HD_LINES else "smpte170m"


def _scaled(facts: Facts, width: int, height: int, output: str) -> str:
    matrix = "" if facts.color_matrix == "gbr" else f":in_color_matrix={source_matrix(facts)}"
    in_range = "pc" if facts.is_full_range else "tv"
    return f"scale={width}:{height}:flags=bicubic{matrix}:in_range={in_range}:{output}"


def _mapped(facts: Facts, width: int, height: int) -> str:
    """Through linear light to BT.709: for HDR with tone mapping, for wide colour without.

    What the file is silent about is named, since zscale refuses to guess.
    """
    primaries = facts.color_primaries or "bt2020"
    transfer = facts.color_transfer or "bt709"
    matrix = facts.color_matrix if facts.color_matrix in ("bt709", "bt2020nc", "bt2020c", "smpte170m") else ""
    matrix = matrix or ("bt2020nc" if primaries == "bt2020" else "bt709")
    in_range = "full" if facts.is_full_range else "limited"
    linear = (
        f"zscale=w={width}:h={height}:tin={transfer}:pin={primaries}:min={matrix}:rin={in_range}"
        f":t=linear:npl={WHITE_NITS},format=gbrpf32le"
    )
    mapped = ",tonemap=tonemap=hable:desat=0" if facts.is_hdr else ""
    return f"{linear},zscale=p=bt709{mapped},zscale=t=bt709:m=bt709:r=limited"


def _even(length: float) -> int:
    return max(2, int(length + 0.001) // 2 * 2)
