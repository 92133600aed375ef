"""Steps of records at a screen and over REST."""
