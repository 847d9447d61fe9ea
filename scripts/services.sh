#!/bin/sh
# What tests need beside a JDK: PostgreSQL with pgvector, Redis, Chromium, Node.js and tmux.
#
#   scripts/services.sh start    installs what is missing, starts private servers, writes target/services.env
#   scripts/services.sh stop     stops them
#
# A server named by the environment is used as it is and never stopped:
#   MNEMO_TEST_POSTGRES   a JDBC URL of a database with the extension "vector" available, with user and password
#   MNEMO_TEST_REDIS      redis://host:port
#   MNEMO_TEST_CHROMIUM   the browser's path
#   MNEMO_TEST_NODE       the path of node, 20 or newer
#   MNEMO_TEST_TMUX       the path of tmux
# What is missing is installed on Debian and Ubuntu as root or with password-less sudo. Elsewhere the script prints the
# lines to run and fails.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd -P)
state="${TMPDIR:-/tmp}/mnemo-services-$(id -u)"
environment="$here/target/services.env"
postgres_port=54329
redis_port=63799

say() { echo "services: $*" >&2; }

# How to become root: nothing when we are, sudo when it asks nothing, "no" otherwise.
if [ "$(id -u)" = 0 ]; then
  root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  root="sudo"
else
  root="no"
fi

lines() {
  say "cannot install '$1' here. Either run as root or with password-less sudo on Debian or Ubuntu, or run:"
  case $1 in
    postgres) cat >&2 <<'TEXT'
  Debian 13, Ubuntu:  apt-get install postgresql postgresql-17-pgvector     (Ubuntu 24.04: postgresql-16-pgvector)
  macOS:              brew install postgresql@17 pgvector
  then                export MNEMO_TEST_POSTGRES='jdbc:postgresql://localhost:5432/postgres?user=...&password=...'
TEXT
    ;;
    redis) cat >&2 <<'TEXT'
  Debian, Ubuntu:     apt-get install redis-server
  macOS:              brew install redis
  then                export MNEMO_TEST_REDIS='redis://localhost:6379'
TEXT
    ;;
    chromium) cat >&2 <<'TEXT'
  Debian:             apt-get install chromium
  macOS:              brew install --cask chromium
  then                export MNEMO_TEST_CHROMIUM=/path/to/chromium
TEXT
    ;;
    node) cat >&2 <<'TEXT'
  Debian, Ubuntu:     apt-get install nodejs npm
  macOS:              brew install node
  then                export MNEMO_TEST_NODE=/path/to/node
TEXT
    ;;
    tmux) cat >&2 <<'TEXT'
  Debian, Ubuntu:     apt-get install tmux
  macOS:              brew install tmux
  then                export MNEMO_TEST_TMUX=/path/to/tmux
TEXT
    ;;
  esac
  say "or leave out what needs servers: ./mnemo test --no-services"
  exit 3
}

updated=no
install() { # what package...
  what=$1
  shift
  { [ "$root" != no ] && command -v apt-get >/dev/null 2>&1; } || lines "$what"
  if [ $updated = no ]; then
    say "apt-get update"
    $root apt-get -qq update >/dev/null 2>&1 || true
    updated=yes
  fi
  say "installing $*"
  mkdir -p "$state"
  $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >"$state/apt.log" 2>&1 || {
    tail -n 20 "$state/apt.log" >&2
    lines "$what"
  }
}

postgres_bin() { # the newest installed server
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5,5nr) /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
    [ -x "$folder/initdb" ] && { echo "$folder"; return; }
  done
}

has_vector() { # bin
  [ -f "$("$1/pg_config" --sharedir 2>/dev/null)/extension/vector.control" ] || [ -f "/usr/share/postgresql/$(basename "$(dirname "$1")")/extension/vector.control" ]
}

# Debian 12 ships no pgvector: build the sources of the next release against the installed server.
build_vector() { # major version
  install postgres "postgresql-server-dev-$1" gcc make dpkg-dev
  work=$(mktemp -d)
  list=$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true)
  uri=$(echo "$list" | sed -n -e 's/^URIs: *\([^ ]*\).*/\1/p' -e 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) .*/\2/p' | head -n 1)
  key=$(echo "$list" | sed -n 's/^Signed-By: *\(.*\)/\1/p' | head -n 1)
  mkdir -p "$work/lists/partial" "$work/source"
  echo "deb-src ${key:+[signed-by=$key] }$uri trixie main" > "$work/sources.list"
  set -- "$1" -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$work/lists" -o APT::Sandbox::User=root
  major=$1
  shift
  say "building pgvector for PostgreSQL $major"
  apt-get -qq "$@" update >/dev/null 2>&1
  (cd "$work/source" && apt-get -qq "$@" --download-only source pgvector >/dev/null 2>&1 && tar -xzf pgvector_*.orig.tar.gz)
  folder=$(find "$work/source" -maxdepth 1 -type d -name 'pgvector*' | head -n 1)
  config="/usr/lib/postgresql/$major/bin/pg_config"
  make -s -C "$folder" OPTFLAGS="" with_llvm=no PG_CONFIG="$config" >"$work/make.log" 2>&1 \
    && $root make -s -C "$folder" OPTFLAGS="" with_llvm=no PG_CONFIG="$config" install >>"$work/make.log" 2>&1 \
    || { tail -n 20 "$work/make.log" >&2; lines postgres; }
  rm -rf "$work"
}

start_postgres() {
  if [ -n "${MNEMO_TEST_POSTGRES:-}" ]; then return; fi
  bin=$(postgres_bin)
  if [ -z "$bin" ]; then
    install postgres postgresql
    bin=$(postgres_bin)
  fi
  if ! has_vector "$bin"; then
    major=$(basename "$(dirname "$bin")")
    if [ "$root" != no ] && apt-cache show "postgresql-$major-pgvector" >/dev/null 2>&1; then
      install postgres "postgresql-$major-pgvector"
    elif [ "$root" != no ] && [ -f /etc/debian_version ]; then
      build_vector "$major"
    else
      lines postgres
    fi
  fi
  data="$state/postgres"
  as=""
  if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=$data"; fi
  mkdir -p "$state" "$data"
  if [ "$(id -u)" = 0 ]; then chmod 755 "$state"; chown postgres "$data"; fi
  if [ ! -f "$data/cluster/PG_VERSION" ]; then
    (cd "$data" && $as "$bin/initdb" -D "$data/cluster" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >"$state/initdb.log" 2>&1) \
      || { cat "$state/initdb.log" >&2; say "initdb failed"; exit 1; }
  fi
  if ! (cd "$data" && $as "$bin/pg_ctl" -D "$data/cluster" status >/dev/null 2>&1); then
    (cd "$data" && $as "$bin/pg_ctl" -D "$data/cluster" -w -t 60 -l "$data/server.log" \
      -o "-p $postgres_port -h 127.0.0.1 -k $data -c fsync=off" start >/dev/null) \
      || { tail -n 20 "$data/server.log" >&2; say "PostgreSQL did not start"; exit 1; }
  fi
  MNEMO_TEST_POSTGRES="jdbc:postgresql://127.0.0.1:$postgres_port/postgres?user=postgres&password=postgres"
}

start_redis() {
  if [ -n "${MNEMO_TEST_REDIS:-}" ]; then return; fi
  command -v redis-server >/dev/null 2>&1 || install redis redis-server
  mkdir -p "$state/redis"
  if ! redis-cli -p $redis_port ping >/dev/null 2>&1; then
    redis-server --port $redis_port --bind 127.0.0.1 --dir "$state/redis" --save "" --daemonize yes \
      --pidfile "$state/redis/pid" --logfile "$state/redis/log" >/dev/null
  fi
  MNEMO_TEST_REDIS="redis://127.0.0.1:$redis_port"
}

find_chromium() {
  if [ -n "${MNEMO_TEST_CHROMIUM:-}" ]; then return; fi
  for name in chromium chromium-browser google-chrome; do
    if command -v $name >/dev/null 2>&1; then MNEMO_TEST_CHROMIUM=$(command -v $name); return; fi
  done
  install chromium chromium
  MNEMO_TEST_CHROMIUM=$(command -v chromium)
}

find_node() {
  if [ -n "${MNEMO_TEST_NODE:-}" ]; then return; fi
  { command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; } || install node nodejs npm
  MNEMO_TEST_NODE=$(command -v node)
}

find_tmux() {
  if [ -n "${MNEMO_TEST_TMUX:-}" ]; then return; fi
  command -v tmux >/dev/null 2>&1 || install tmux tmux
  MNEMO_TEST_TMUX=$(command -v tmux)
}

start() {
  start_postgres
  start_redis
  find_chromium
  find_node
  find_tmux
  mkdir -p "$(dirname "$environment")"
  cat > "$environment" <<TEXT
MNEMO_TEST_POSTGRES='$MNEMO_TEST_POSTGRES'; export MNEMO_TEST_POSTGRES
MNEMO_TEST_REDIS='$MNEMO_TEST_REDIS'; export MNEMO_TEST_REDIS
MNEMO_TEST_CHROMIUM='$MNEMO_TEST_CHROMIUM'; export MNEMO_TEST_CHROMIUM
MNEMO_TEST_NODE='$MNEMO_TEST_NODE'; export MNEMO_TEST_NODE
MNEMO_TEST_TMUX='$MNEMO_TEST_TMUX'; export MNEMO_TEST_TMUX
TEXT
}

stop() {
  if [ -d "$state/postgres/cluster" ]; then
    bin=$(postgres_bin)
    as=""
    if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=postgres --regid=postgres --clear-groups"; fi
    (cd "$state/postgres" && $as "$bin/pg_ctl" -D "$state/postgres/cluster" -m fast stop >/dev/null 2>&1) || true
  fi
  if [ -f "$state/redis/pid" ]; then redis-cli -p $redis_port shutdown nosave >/dev/null 2>&1 || true; fi
  rm -rf "$state" "$environment"
}

case "${1:-}" in
  start) start ;;
  stop) stop ;;
  *) echo "usage: scripts/services.sh start|stop" >&2; exit 2 ;;
esac
