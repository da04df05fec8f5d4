#!/bin/sh
# Makes the secrets of docker/compose.yml in docker/secrets, each in a file of its own. What is there is kept.
# The folder can be entered by its owner only; the files in it can be read by whoever they are mounted for, whatever number their user has.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 0700 secrets
cd secrets

random() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
keep() { [ -s "$1" ] || { printf '%s' "$2" > "$1.new" && mv "$1.new" "$1"; }; chmod 0644 "$1"; }

for name in postgres api worker seal valkey; do keep "${name}_password" "$(random)"; done
keep admin_database_url "postgres://postgres:$(cat postgres_password)@postgres:5432/countersign"
keep api_database_url "postgres://countersign_api:$(cat api_password)@postgres:5432/countersign"
keep worker_database_url "postgres://countersign_worker:$(cat worker_password)@postgres:5432/countersign"
keep seal_database_url "postgres://countersign_seal:$(cat seal_password)@postgres:5432/countersign"
touch smtp_url; chmod 0644 smtp_url
keep redis_url "redis://:$(cat valkey_password)@valkey:6379"

echo "The secrets are in $(pwd)."
[ -s oidc_client_secret ] || echo "Put the client secret that your sign-in provider gave you into $(pwd)/oidc_client_secret."
