"""Pages and REST of what customers and suppliers have alike: who is left out, and all that there was with a party."""
