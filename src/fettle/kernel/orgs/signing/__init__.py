"""Ways in by password and by mailed link, and what slows down whoever guesses. Knows no pages and sends no mail."""
