"""A measurement as a value: code, label, unit, scope, how it is computed, and the records behind it."""
