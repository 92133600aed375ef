"""Links between records, with a wording for each direction."""
