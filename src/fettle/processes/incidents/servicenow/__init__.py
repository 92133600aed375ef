"""The audit log of a ServiceNow instance becomes incidents with their whole history.

rows      text → events, each line by itself (pure)
holes     what a damaged line still says of the event that it was (pure)
order     where an event stands among its incident's, and when it happened (pure)
columns   an event → our columns, by ``mapping.yaml`` (pure)
repairs   damaged lines are kept, and found again by their repaired rows
some      rows of some incidents are stored, then their whole pasts restored
bring     a file, some incidents at a time
"""
