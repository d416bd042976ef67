"""Films that arrive in pieces: the protocol's headers (tus 1.0.0), and where the pieces are kept."""
