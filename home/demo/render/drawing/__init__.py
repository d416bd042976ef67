"""The drawing kit: people, places and cards in flat shapes, written as SVG."""
