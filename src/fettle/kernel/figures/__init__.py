"""A measurement as a value: whoever needs a figure asks for its code and imports nobody's room.

``chart`` draws them.
"""

from fettle.kernel.figures.declare import Figure, Period, Reading, Scope

__all__ = ["Figure", "Period", "Reading", "Scope"]
