"""One room per FitSM process, all of one shape."""
