"""The codecs we take: what phones, cameras, browsers and editing programs write.

Everything else stays shut. Most of ffmpeg's memory faults were found in decoders that nobody needs here.
"""

VIDEO_CODECS = frozenset(
    {
        "h264",
        "hevc",
        "vp8",
        "vp9",
        "av1",
        "mpeg4",
        "mpeg2video",
        "h263",
        "prores",
        "dnxhd",
        "mjpeg",
        "dvvideo",
    }
)
AUDIO_CODECS = frozenset(
    {"aac", "mp3", "opus", "vorbis", "alac", "ac3", "eac3", "flac", "amr_nb", "amr_wb"}
    | {"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be"}
    | {"pcm_u8", "pcm_s8", "pcm_alaw", "pcm_mulaw"}
)
# Decoders whose name is not that of their codec.
OTHER_DECODERS = frozenset({"libdav1d", "libopus", "mp3float", "amrnb", "amrwb"})
# For -codec_whitelist: a decoder that is not on it cannot be opened, whatever the file asks for.
DECODERS = ",".join(sorted(VIDEO_CODECS | AUDIO_CODECS | OTHER_DECODERS))

HDR_TRANSFERS = frozenset({"smpte2084", "arib-std-b67"})  # PQ and HLG, ITU-R BT.2100
