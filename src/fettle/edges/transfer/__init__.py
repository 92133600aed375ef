"""Export and import: what leaves is what one may see; what comes is stored before it is understood, and shown before it
is kept.
"""
