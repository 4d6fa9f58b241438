#!/bin/sh
# A PostgreSQL server of its own on a unix socket, for as long as standard input stays open: it ends with the tests,
# however they end. Says the folder of its socket, or on standard error why there is none.
set -eu
if ! command -v initdb >/dev/null 2>&1; then
  for bin in /usr/lib/postgresql/*/bin; do PATH="$bin:$PATH"; done
fi
command -v initdb >/dev/null 2>&1 || { echo "no PostgreSQL server: apt-get install postgresql" >&2; exit 4; }

folder=$(mktemp -d /tmp/xinbao-pg-XXXXXX)
run() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
  # The server refuses to run as root.
  chown postgres "$folder"
  run() { runuser -u postgres -- env PATH="$PATH" "$@"; }
fi
cd "$folder"
end() {
  run pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' HUP INT TERM
run initdb -D "$folder/data" -U xinbao --auth=trust -E UTF8 --locale=C >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 4; }
run pg_ctl -D "$folder/data" -w -o "-k $folder -c listen_addresses= -c max_connections=200" \
  -l "$folder/server.log" start >/dev/null 2>&1 || { cat "$folder/server.log" >&2; exit 4; }
echo "$folder"
# Commands from the tests: `restart` ends all connections, as a real restart does.
while read -r command; do
  case $command in
  restart)
    run pg_ctl -D "$folder/data" -w -m fast -l "$folder/server.log" restart >/dev/null 2>&1
    echo restarted ;;
  esac
done
