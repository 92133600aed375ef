"""What makes a record a record. The kernel knows no process.

Bottom to top, imports and foreign keys point down (docs/decisions/0001-order-of-the-kernel.md)::

    settings
    history
    access
    records
    orgs
    clock | workflow | figures | jobs
    assembly, errors
"""
