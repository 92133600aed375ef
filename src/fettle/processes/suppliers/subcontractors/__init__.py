"""On whom a supplier relies for what it delivers to us: suppliers that are entered here too."""
