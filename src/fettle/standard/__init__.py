"""The standards as versioned data: FitSM-2 with its activities, FITS with the blocks and measures of its report."""
