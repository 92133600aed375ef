"""The coverage register: for each item of FitSM-2 where it is done in Fettle, and the test that does it."""
