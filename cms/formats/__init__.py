"""How dates are written where nothing else is said, by language."""
