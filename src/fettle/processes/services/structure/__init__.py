"""What services are made of, who delivers them (PR1.S4, PR1.A3), and what the portfolio still lacks (PR1.O1)."""
