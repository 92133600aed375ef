"""How the world meets records: pages, REST, transfer, notifications. Everything here reads declarations."""
