"""The end users' shell: search first, then a message to the service desk, then following it. Works without scripts."""
