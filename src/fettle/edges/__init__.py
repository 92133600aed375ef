"""How the world meets records."""
