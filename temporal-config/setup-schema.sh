#!/bin/sh
# Makes Temporal's two databases and brings their schemas to the version of these tools. Repeatable: what is there is left
# alone, an older schema is updated, so the same script serves the first start and every upgrade of the server.
#
# Environment: POSTGRES_SEEDS (host), DB_PORT, POSTGRES_USER, POSTGRES_PWD.
set -eu
export SQL_PLUGIN=postgres12 SQL_HOST="$POSTGRES_SEEDS" SQL_PORT="$DB_PORT" SQL_USER="$POSTGRES_USER" SQL_PASSWORD="$POSTGRES_PWD"

# setup DATABASE SCHEMA
setup() {
  export SQL_DATABASE="$1"
  temporal-sql-tool --defaultdb postgres create-database
  # The table schema_version is what setup-schema makes; over an existing one it would fail.
  if ! temporal-sql-tool update-schema --schema-name "$2" 2>/dev/null; then
    temporal-sql-tool setup-schema --schema-version 0.0
    temporal-sql-tool update-schema --schema-name "$2"
  fi
}

setup temporal postgresql/v12/temporal
setup temporal_visibility postgresql/v12/visibility
echo "Temporal's schemas are up to date."
