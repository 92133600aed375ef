"""What is expected of services before it is agreed, beside what was measured later (PR2.A1; FITS: guesstimates)."""
