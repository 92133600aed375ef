"""What items and services stand on: their relations, one graph over both, and how far a failure reaches in it."""
