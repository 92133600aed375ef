"""The request catalogue: standard requests that people order by name, each with its questions, approval, steps and
target (PR9.S9).
"""
