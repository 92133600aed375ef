"""Pages of the portal: each finds its actor, asks or acts, and shows a page that needs no script."""
