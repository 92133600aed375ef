"""The administrator's pages about people, teams and organisations."""
