"""Four database roles: the owner changes tables, the app serves people, the reader reports and backs up, and the guest
is who the app becomes for people of one organisation (``kernel/access/wall.py``).
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from fettle.site.embedded.layout import DATABASE, SUPERUSER, Layout

ROLES = tuple(f"{DATABASE}_{role}" for role in ("owner", "app", "read", "guest"))


def ensure(layout: Layout) -> None:
    """Create what is missing of the roles and the database. Runs as superuser, whom web and worker never are."""
    with psycopg.connect(layout.address(SUPERUSER, "postgres"), autocommit=True) as connection:
        have = {name for (name,) in connection.execute("select rolname from pg_roles")}
        for role in ROLES:
            if role not in have:
                connection.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
        connection.execute("grant pg_read_all_data to fettle_read")
        connection.execute("alter role fettle_read bypassrls")  # a backup holds everything
        connection.execute("alter role fettle_guest nologin")
        connection.execute("grant fettle_guest to fettle_app with inherit false")
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute("create database fettle owner fettle_owner")
