"""Mail that arrives: stored before anything is understood, read in a child process with limits, then decided about."""
