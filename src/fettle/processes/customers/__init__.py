"""Customer relationship management (PR7): who our customers are, how both sides reach each other, their complaints.

FitSM: PR7. Owner role: customer relationship manager; each customer has an account manager.
"""
