"""Counting records anew once an agreement or calendar was corrected: looked at, then done (PR2.A2.4, PR2.A3.4)."""
