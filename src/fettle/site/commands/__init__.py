"""The commands of `fettle`, one module each: `add(parser)` declares the arguments, `run(args)` returns the exit code."""
