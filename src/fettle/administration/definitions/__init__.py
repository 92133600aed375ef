"""The pages on which a process manager changes what FitSM calls "define"."""
