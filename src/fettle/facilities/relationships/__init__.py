"""What a relationship with a party is, whichever side it stands on: whom we know there, who looks after it, how both
reach each other, how often it is reviewed (PR7, PR8).
"""
