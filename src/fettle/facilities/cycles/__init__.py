"""What is due again and again: reviews, reports, audits, tests. One calendar of duties, whatever the record."""
