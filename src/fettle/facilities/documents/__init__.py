"""Controlled text of any record whose model is ``Controlled``: versions, approval, distribution, who has read it."""
