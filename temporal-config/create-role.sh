#!/bin/sh
# Runs once, when the image of PostgreSQL makes a new data folder: a role of Temporal's own, which may make its two databases
# and reads nothing of WhatsWay's.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$TEMPORAL_DB_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
REVOKE CONNECT ON DATABASE whatsway FROM PUBLIC;
SQL
