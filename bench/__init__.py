"""The measured claims: `make bench` runs them against a real installation and writes `bench/results/latest.json`."""
