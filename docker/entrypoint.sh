#!/bin/sh
# What this container is: `api`, `worker` and `sealer` run until they are stopped; anything else is a command of `countersign`, such as `migrate`.
set -eu
cd /app

case "${1:-}" in
  api | worker | sealer) exec node "dist/apps/$1/src/main.js" ;;
  *) exec node dist/apps/cli/src/main.js "$@" ;;
esac
