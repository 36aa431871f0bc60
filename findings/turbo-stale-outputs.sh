#!/usr/bin/env bash
# Versions:  turbo 2.11.11, npm.
# Guess:     after a cache hit, the folder in `outputs` is as the cached build left it.
# Behaviour: the cached files are put among those that are there. A file that another branch has built stays, also where the
#            build deletes its folder first, since it does not run: a migration, route or test that is gone is still in dist.
#            Where the build does not delete it, and tsc does not, the old file is stored with the next build, and comes out
#            of the cache on machines that never had its source.
# Seen:      two.js deleted, build that deletes dist first: cache hit, dist has one.js two.js
#            two.js deleted, build that keeps dist: cache hit, dist has one.js two.js
#            then one.js changed, dist deleted, build that keeps dist: cache hit, dist has one.js two.js
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
export TURBO_TELEMETRY_DISABLED=1

cat > package.json <<'JSON'
{ "private": true, "packageManager": "npm@11.0.0", "workspaces": ["deletes", "keeps"] }
JSON
cat > turbo.json <<'JSON'
{ "tasks": { "build": { "outputs": ["dist/**"] } } }
JSON
printf 'node_modules\ndist\n.turbo\n' > .gitignore
mkdir -p deletes/src keeps/src
echo '{ "name": "deletes", "version": "1.0.0", "scripts": { "build": "rm -rf dist; cp -r src dist" } }' > deletes/package.json
echo '{ "name": "keeps", "version": "1.0.0", "scripts": { "build": "mkdir -p dist; cp -r src/. dist" } }' > keeps/package.json
install turbo@2.11.11

# build TEXT: builds both, and prints for each whether it was in the cache and what dist then has.
build() {
  local package
  npx turbo run build > turbo.log 2>&1 || { cat turbo.log; exit 1; }
  for package in deletes keeps; do
    echo "$1, $package: cache $(grep -oE "^$package:build: cache (hit|miss)" turbo.log | grep -oE 'hit|miss'), dist has $(ls $package/dist | xargs)"
  done
}

for package in deletes keeps; do echo 1 > $package/src/one.js; done
{
  build 'one'
  for package in deletes keeps; do echo 1 > $package/src/two.js; done
  build 'one and two'
  rm ./*/src/two.js
  build 'two deleted'
  for package in deletes keeps; do echo 2 > $package/src/one.js; done
  build 'one changed'
  rm -r ./*/dist
  build 'new checkout'
} | tee seen
cat > expected <<'TXT'
one, deletes: cache miss, dist has one.js
one, keeps: cache miss, dist has one.js
one and two, deletes: cache miss, dist has one.js two.js
one and two, keeps: cache miss, dist has one.js two.js
two deleted, deletes: cache hit, dist has one.js two.js
two deleted, keeps: cache hit, dist has one.js two.js
one changed, deletes: cache miss, dist has one.js
one changed, keeps: cache miss, dist has one.js two.js
new checkout, deletes: cache hit, dist has one.js
new checkout, keeps: cache hit, dist has one.js two.js
TXT
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
