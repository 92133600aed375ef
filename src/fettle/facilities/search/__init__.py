"""Full-text search over everything one may see. Words meant for staff are in documents of their own."""
