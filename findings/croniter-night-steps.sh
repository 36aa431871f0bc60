#!/usr/bin/env bash
# Versions:  croniter 7.0.0 (Python 3), which RQ and Airflow use.
# Guess:     croniter reads 21-5/2 as each second hour from 21 to 5 o'clock: its description allows ranges across the end of
#            a field, and says that a step is respected.
# Behaviour: across midnight the step is an hour longer: 21-5/2 runs at 21, 23, 2 and 4 o'clock, three hours apart at 23, and
#            not at all at 1, 3 and 5. 20-8/4 is right, because its step meets midnight; 22-8/4 is 22, 3 and 7. So with
#            weekdays, months and minutes: SAT-WED/2 is Saturday and Tuesday, without Monday and Wednesday.
# Reason:    expand() counts how much of the step lies before the end of the field without the last value itself, so that the
#            first value behind the end is one too high.
# Seen:      0 21-5/2 * * *: hours 21, 23, 2, 4; right 21, 23, 1, 3, 5
#            0 22-8/4 * * *: hours 22, 3, 7; right 22, 2, 6
#            0 20-8/4 * * *: hours 20, 0, 4, 8; right 20, 0, 4, 8
#            0 6 * * SAT-WED/2: weekdays 6, 2; right 6, 1, 3
#            0 6 1 SEP-MAY/3 *: months 9, 12, 4; right 9, 12, 3
#            0 6 1 OCT-JUN/4 *: months 10, 3; right 10, 2, 6
#            45-30/20 6 * * *: minutes 45, 6, 26; right 45, 5, 25
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python croniter==7.0.0 >&2

cat > finding.py <<'PY'
from datetime import datetime

from croniter import croniter

READ = {
    'hours': lambda time: time.hour,
    'weekdays': lambda time: time.isoweekday() % 7,
    'months': lambda time: time.month,
    'minutes': lambda time: time.minute,
}


def print_runs(pattern, field, first, last, size, step):
    lowest = 1 if field == 'months' else 0
    right = [lowest + (first - lowest + gone) % size for gone in range(0, (last - first) % size + 1, step)]
    # From just before a first value on, until it comes again.
    runs = croniter(pattern, datetime(2026, 1, 1))
    values = [READ[field](runs.get_next(datetime)) for _ in range(20)]
    begin = values.index(first)
    seen = values[begin:values.index(first, begin + 1)]
    print(f"{pattern}: {field} {', '.join(map(str, seen))}; right {', '.join(map(str, right))}")


print_runs('0 21-5/2 * * *', 'hours', 21, 5, 24, 2)
print_runs('0 22-8/4 * * *', 'hours', 22, 8, 24, 4)
print_runs('0 20-8/4 * * *', 'hours', 20, 8, 24, 4)
print_runs('0 6 * * SAT-WED/2', 'weekdays', 6, 3, 7, 2)
print_runs('0 6 1 SEP-MAY/3 *', 'months', 9, 5, 12, 3)
print_runs('0 6 1 OCT-JUN/4 *', 'months', 10, 6, 12, 4)
print_runs('45-30/20 6 * * *', 'minutes', 45, 30, 60, 20)
PY
cat > expected <<'TXT'
0 21-5/2 * * *: hours 21, 23, 2, 4; right 21, 23, 1, 3, 5
0 22-8/4 * * *: hours 22, 3, 7; right 22, 2, 6
0 20-8/4 * * *: hours 20, 0, 4, 8; right 20, 0, 4, 8
0 6 * * SAT-WED/2: weekdays 6, 2; right 6, 1, 3
0 6 1 SEP-MAY/3 *: months 9, 12, 4; right 9, 12, 3
0 6 1 OCT-JUN/4 *: months 10, 3; right 10, 2, 6
45-30/20 6 * * *: minutes 45, 6, 26; right 45, 5, 25
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
