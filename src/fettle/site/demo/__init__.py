"""Demo data: a made-up organisation with its people, services and a few months of work, to look around in.

``load(name)`` fills an empty database, ``sign_ins()`` tells with which addresses one may look around.
"""

from fettle.site.demo.loading import NAMES, is_empty, load, sign_ins

__all__ = ["NAMES", "is_empty", "load", "sign_ins"]
