"""The commands of `fettle`, one module each: `add(parser)` names its arguments, `run(args)` returns the exit code."""
