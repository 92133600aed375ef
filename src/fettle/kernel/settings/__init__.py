"""What an administrator or a process manager changes on a screen: data with a controlled procedure, versioned, with
entries.
"""
