#!/usr/bin/env bash
# Versions:  cashews 7.6.0 (Python 3).
# Guess:     two calls of a function that @cache wraps share a result only if the function gets the same arguments.
# Behaviour: called with keywords only, an argument that is left out has the same key as one that is None or an empty text,
#            whatever its default: of a function whose `remote` is True by default, jobs(city='Bern', remote=None), all jobs,
#            returns what jobs(city='Bern') stored, and the other way round. jobs('Bern', None) and jobs('Bern') are two. Lists
#            are joined: of one list and the two names in it the key is the same.
# Cause:     without positional arguments, defaults are not added to the values of the key, what is not there is an empty text,
#            and so is None; lists are joined by colons.
# Seen:      jobs(city='Bern') -> Bern True, then jobs(city='Bern', remote=None) -> Bern True
#            search(city='Bern', words=['IT', 'Web']) -> ['IT', 'Web'], then words='IT:Web' -> ['IT', 'Web']
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python cashews==7.6.0 >&2

cat > finding.py <<'PY'
import asyncio
from cashews import cache

cache.setup('mem://')


@cache(ttl='10m')
async def jobs(city, remote=True):
    return f'{city} {remote}'


@cache(ttl='10m')
async def search(city, words=None):
    return words


async def main():
    first = [await jobs(city='Bern'), await jobs(city='Bern', remote=None)]
    print(f"jobs(city='Bern') -> {first[0]}, then jobs(city='Bern', remote=None) -> {first[1]}")
    second = [await jobs(city='Ulm', remote=None), await jobs(city='Ulm')]
    print(f"jobs(city='Ulm', remote=None) -> {second[0]}, then jobs(city='Ulm') -> {second[1]}")
    third = [await jobs('Graz'), await jobs('Graz', None)]
    print(f"jobs('Graz') -> {third[0]}, then jobs('Graz', None) -> {third[1]}")
    fourth = [await search(city='Bern', words=['IT', 'Web']), await search(city='Bern', words='IT:Web')]
    print(f"search(city='Bern', words=['IT', 'Web']) -> {fourth[0]}, then words='IT:Web' -> {fourth[1]}")


asyncio.run(main())
PY
cat > expected <<'TXT'
jobs(city='Bern') -> Bern True, then jobs(city='Bern', remote=None) -> Bern True
jobs(city='Ulm', remote=None) -> Ulm None, then jobs(city='Ulm') -> Ulm None
jobs('Graz') -> Graz True, then jobs('Graz', None) -> Graz None
search(city='Bern', words=['IT', 'Web']) -> ['IT', 'Web'], then words='IT:Web' -> ['IT', 'Web']
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
