"""How duties meet the world: the calendar of duties, a part of each record's page, my work, files, REST."""
