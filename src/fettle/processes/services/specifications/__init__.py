"""Service specifications (PR1.S2, PR1.O2): how each service is described in full, as a controlled text."""
