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
  temporal-sql-tool create-database --defaultdb postgres
  if refusal=$(temporal-sql-tool update-schema --schema-name "$2" 2>&1); then
    return
  fi
  # Only a database without the version table is new: setup-schema over an existing one would set its version back to 0.0.
  case "$refusal" in
    *schema_version*'does not exist'*)
      temporal-sql-tool setup-schema --version 0.0
      temporal-sql-tool update-schema --schema-name "$2"
      ;;
    *)
      printf '%s\n' "$refusal" >&2
      exit 1
      ;;
  esac
}

setup temporal postgresql/v12/temporal
setup temporal_visibility postgresql/v12/visibility
echo "Temporal's schemas are up to date."
