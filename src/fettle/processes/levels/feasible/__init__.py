"""Do the OLAs and UAs in force make an SLA possible? From stored agreements to the arithmetic, its answers in words."""
