"""Tags: free words that the people of the desk put on records, to find them again and to count them."""
