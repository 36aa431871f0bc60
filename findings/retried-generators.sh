#!/usr/bin/env bash
# Versions:  tenacity 9.2.1, backoff 2.2.1, stamina 26.1.0 (Python 3).
# Guess:     a generator that reads page after page of a list, with a retry decorator above it, reads a page that failed again
#            and continues with the next one.
# Behaviour: tenacity and backoff repeat nothing: a failure of any page ends the loop of the caller, as if the decorator were
#            not there, also of an asynchronous generator. stamina begins the generator again from its first page: the caller
#            gets the jobs of the pages before the failure twice. Decorating such a function is no error for any of them.
# Cause:     calling a generator function runs none of it, so that the call which tenacity and backoff watch never fails;
#            stamina iterates the generator itself, and calls its function again.
# Seen:      page 2 of 3 fails once -> tenacity 1, error; backoff 1, error; stamina 1, 1, 2, 3
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python tenacity==9.2.1 backoff==2.2.1 stamina==26.1.0 >&2

cat > finding.py <<'PY'
import asyncio
import logging
import backoff
import stamina
import tenacity

logging.disable()
stamina.instrumentation.set_on_retry_hooks([])


def paged(retry, failing):
    """A list of three pages, one of which fails at the first try."""
    left = [1]

    @retry
    def pages():
        for page in (1, 2, 3):
            if page == failing and left:
                left.pop()
                raise ConnectionError(f'page {page}')
            yield page

    return pages()


def paged_later(retry, failing):
    left = [1]

    @retry
    async def pages():
        for page in (1, 2, 3):
            if page == failing and left:
                left.pop()
                raise ConnectionError(f'page {page}')
            yield page

    return pages()


def read(pages):
    got = []
    try:
        for page in pages:
            got.append(str(page))
    except ConnectionError:
        got.append('error')
    return ' '.join(got)


async def read_later(pages):
    got = []
    try:
        async for page in pages:
            got.append(str(page))
    except ConnectionError:
        got.append('error')
    return ' '.join(got)


retries = {
    'tenacity': tenacity.retry(stop=tenacity.stop_after_attempt(3), reraise=True),
    'backoff': backoff.on_exception(backoff.constant, ConnectionError, max_tries=3, interval=0.01),
    'stamina': stamina.retry(on=ConnectionError, attempts=3, wait_initial=0.01, wait_jitter=0),
}
for name, retry in retries.items():
    seen = [read(paged(retry, failing)) for failing in (1, 2)]
    later = asyncio.run(read_later(paged_later(retry, 2)))
    print(f'{name}: page 1 fails {seen[0]}, page 2 fails {seen[1]}, asynchronous {later}')
PY
cat > expected <<'TXT'
tenacity: page 1 fails error, page 2 fails 1 error, asynchronous 1 error
backoff: page 1 fails error, page 2 fails 1 error, asynchronous 1 error
stamina: page 1 fails 1 2 3, page 2 fails 1 1 2 3, asynchronous 1 1 2 3
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
