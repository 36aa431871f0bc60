#!/usr/bin/env bash
# Versions:  APScheduler 3.11.3, cronsim 2.8 (Python 3).
# Guess:     names and numbers mean the same in a pattern: jan-dec/3 is 1-12/3, once a quarter, as for cronsim.
# Behaviour: what follows a name is ignored: jan-dec/3 is each month, mon-fri/2 each working day, mon#1 each Monday, and
#            jan-dec/x is accepted. from_crontab and the arguments of CronTrigger do the same. With numbers the step counts,
#            and 1#1 and 1-12/x are refused.
# Cause:     the patterns of MonthRangeExpression and WeekdayRangeExpression have no end, and are matched at the beginning of
#            the text only; that of RangeExpression, for numbers, ends with $.
# Seen:      0 6 1 jan-dec/3 * -> APScheduler Jan 1, Feb 1, Mar 1, Apr 1; cronsim Jan 1, Apr 1, Jul 1, Oct 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python apscheduler==3.11.3 cronsim==2.8 >&2

cat > finding.py <<'PY'
import sys
from datetime import datetime, timedelta, timezone
from apscheduler.triggers.cron import CronTrigger
from cronsim import CronSim, CronSimError

START = datetime(2026, 12, 30, tzinfo=timezone.utc)


def apscheduler(pattern):
    trigger = CronTrigger.from_crontab(pattern, timezone=timezone.utc)
    at = START
    while True:
        at = trigger.get_next_fire_time(None, at)
        yield at
        at += timedelta(seconds=1)


def four(times):
    try:
        return ', '.join(f'{at:%b} {at.day}' for at, _ in zip(times(), range(4)))
    except (ValueError, CronSimError):
        return 'refused'


for pattern in sys.argv[1:]:
    of_cronsim = four(lambda: CronSim(pattern, START))
    print(f'{pattern} -> APScheduler {four(lambda: apscheduler(pattern))}; cronsim {of_cronsim}')
PY
cat > expected <<'TXT'
0 6 1 1-12/3 * -> APScheduler Jan 1, Apr 1, Jul 1, Oct 1; cronsim Jan 1, Apr 1, Jul 1, Oct 1
0 6 1 jan-dec/3 * -> APScheduler Jan 1, Feb 1, Mar 1, Apr 1; cronsim Jan 1, Apr 1, Jul 1, Oct 1
0 6 * * mon-fri/2 -> APScheduler Dec 30, Dec 31, Jan 1, Jan 4; cronsim Dec 30, Jan 1, Jan 4, Jan 6
0 6 * * mon#1 -> APScheduler Jan 4, Jan 11, Jan 18, Jan 25; cronsim Jan 4, Feb 1, Mar 1, Apr 5
0 6 * * 1#1 -> APScheduler refused; cronsim Jan 4, Feb 1, Mar 1, Apr 5
0 6 1 jan-dec/x * -> APScheduler Jan 1, Feb 1, Mar 1, Apr 1; cronsim refused
0 6 1 1-12/x * -> APScheduler refused; cronsim refused
TXT
patterns=('0 6 1 1-12/3 *' '0 6 1 jan-dec/3 *' '0 6 * * mon-fri/2' '0 6 * * mon#1' '0 6 * * 1#1' '0 6 1 jan-dec/x *' '0 6 1 1-12/x *')
PYTHONPATH=python python3 finding.py "${patterns[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
