"""What any record can have: conversation with files and watchers, links, search."""
