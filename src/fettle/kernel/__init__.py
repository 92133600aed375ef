"""What makes a record a record; knows no process."""
