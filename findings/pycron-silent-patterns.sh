#!/usr/bin/env bash
# Versions:  pycron 3.3.0, taskiq 0.13.0 (Python 3).
# Guess:     the scheduler of taskiq refuses a pattern that it does not know, or reads it as crontab does.
# Behaviour: the task never runs, without an error or a warning: so on Sundays as 7, between 22-2 o'clock, on the last day L,
#            in NOV, on MON#1 and from minute 5/20. Of 5-7 only Friday and Saturday are left, and so of FRI-MON. A pattern
#            with too few fields raises, and SUN is known.
# Cause:     _parse_arg() of pycron goes on to the next value where one cannot be read; Sunday is 0 only; a range that ends
#            before it begins goes up to 6, or beyond it, where no weekday is. taskiq asks pycron.is_now() each minute.
# Seen:      0 6 * * 7: 0 runs in November 2026
#            0 6 * * 5-7: 8 runs in November 2026, on Fri Sat
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python pycron==3.3.0 taskiq==0.13.0 >&2

cat > finding.py <<'PY'
from datetime import datetime, timedelta, timezone
from taskiq.cli.scheduler.run import CronValueError, is_cron_task_now

start = datetime(2026, 11, 1, tzinfo=timezone.utc)
for pattern in [
    '0 6 * * SUN',
    '0 6 * * 7',
    '0 6 * * 5-7',
    '0 6 * * FRI-MON',
    '0 6 * * MON#1',
    '0 6 L * *',
    '0 6 * NOV *',
    '0 22-2 * * *',
    '5/20 6 * * *',
    '0 6 * *',
]:
    runs = []
    try:
        for minute in range(30 * 24 * 60):
            time = start + timedelta(minutes=minute)
            if is_cron_task_now(pattern, time):
                runs.append(time)
    except CronValueError as error:
        print(f'{pattern}: {type(error).__name__}')
        continue
    days = dict.fromkeys(f'{time:%a}' for time in runs)
    print(f'{pattern}: {len(runs)} runs in November 2026' + (', on ' + ' '.join(days) if runs else ''))
PY
cat > expected <<'TXT'
0 6 * * SUN: 5 runs in November 2026, on Sun
0 6 * * 7: 0 runs in November 2026
0 6 * * 5-7: 8 runs in November 2026, on Fri Sat
0 6 * * FRI-MON: 8 runs in November 2026, on Fri Sat
0 6 * * MON#1: 0 runs in November 2026
0 6 L * *: 0 runs in November 2026
0 6 * NOV *: 0 runs in November 2026
0 22-2 * * *: 0 runs in November 2026
5/20 6 * * *: 0 runs in November 2026
0 6 * *: CronValueError
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
