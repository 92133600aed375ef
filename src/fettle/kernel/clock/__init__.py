"""Working time: calendars with holidays and daylight saving, and clocks that are replayed from marks, never accumulated.

Pure values in `calendar` and `replay`; the versions of calendars are kept by `models`, read by `queries`, written by `actions`.
"""
