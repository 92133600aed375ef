"""Working time: calendars with holidays and daylight saving, and clocks that are replayed and never accumulated.

Pure values in `calendar` and `replay`; versions of calendars in `models`, read by `queries`, written by `actions`.
"""
