"""REST under /api/v1: routes, bodies, filters and the OpenAPI text, all read from the declarations of the kinds."""
