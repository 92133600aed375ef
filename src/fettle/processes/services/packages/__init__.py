"""Service design and transition packages (PR1.A2): how a new or changed service is designed and brought into use."""
