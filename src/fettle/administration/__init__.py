"""Running the installation: signing in, people and their rights, settings, the guided first start."""
