"""Reviews with customers and suppliers (PR7.A4, PR8.A2): planned for a day, with an agenda that fills itself, held,
minuted, followed up. Knows neither the customers' room nor the suppliers': a relationship is all it needs.

FitSM: PR7, PR8. Owner role: customer relationship manager; the supplier relationship manager for suppliers.
"""
