"""Notices of violation: targets of an agreement were missed, the other side is told once, says that it has read it, and
what follows is a step with an owner and a day (PR2.A2.3, PR2.A3.3).
"""
