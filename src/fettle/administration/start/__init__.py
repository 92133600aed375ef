"""The guided first start: six steps from an empty database to a working desk."""
