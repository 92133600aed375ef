"""What the tests of the whole site stand on: their database, their groups, running servers. Not part of the wheel."""
