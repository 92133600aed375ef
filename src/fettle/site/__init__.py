"""The only place that knows everything: configuration, assembly, address table, and the command `fettle`."""
