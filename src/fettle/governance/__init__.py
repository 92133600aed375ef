"""What proves that the management system works: so far the register of what Fettle covers of the standard."""
