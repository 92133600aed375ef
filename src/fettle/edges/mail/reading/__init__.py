"""From bytes to a message: pure, without Django, because it runs in a child process that may be killed at any time."""
