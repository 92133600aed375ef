"""The KEDB (PR10.A3): known errors with their workarounds, kept right, and offered where they help."""
