"""Work done later, promised in the transaction that needs it."""
