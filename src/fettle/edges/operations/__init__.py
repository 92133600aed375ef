"""How the installation is: jobs and dead letters, health. For those who run it, and for the machines that watch it."""
