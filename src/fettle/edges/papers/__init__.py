"""How controlled texts meet the world: their pages, their PDF, their REST. A room asks for them by its kind."""
