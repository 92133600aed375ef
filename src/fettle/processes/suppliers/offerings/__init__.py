"""What suppliers offer (PR8.I2): records of their own, to look through, compare and take along."""
