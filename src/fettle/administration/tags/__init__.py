"""The pages on which tags are kept: made, renamed, merged, retired."""
