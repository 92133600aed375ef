"""Complaints of customers (PR7.S3, PR7.A2): recorded, answered, followed up, reviewed; apart from incidents."""
