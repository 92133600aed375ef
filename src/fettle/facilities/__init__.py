"""What any record can have: conversation, links, search, documents, duties that come round again."""
