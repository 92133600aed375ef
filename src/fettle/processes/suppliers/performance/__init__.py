"""What suppliers deliver, measured and rated (PR8.A2), and the scorecard that tells of it (PR8.O2)."""
