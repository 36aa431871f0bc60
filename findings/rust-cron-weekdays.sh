#!/usr/bin/env bash
# Versions:  cron 0.17.0, croner 4.0.3 (Rust 1.95 with Cargo).
# Guess:     the two cron parsers of Rust run a pattern of crontab at the same times, once cron has a 0 for the seconds
#            before it.
# Behaviour: for cron, 1 is Sunday: 1-5 is Sunday to Thursday, and 7 is Saturday. Only 0 raises. A day of the month and a
#            weekday must both match: "0 6 1,15 * FRI" runs four times in 2027, and "0 6 1-7 * MON" on first Mondays only,
#            where croner, as cron itself does, runs on each day of either. The documentation of cron names neither.
# Cause:     DaysOfWeek of cron counts from 1, with Sunday first, as Quartz does; Schedule takes a day if both fields have
#            it.
# Seen:      0 6 * * 1-5
#              cron   Sun 1 Nov, Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov
#              croner Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
use_crates chrono@0.4.45 cron@0.17.0 croner@4.0.3

cat > src/main.rs <<'RUST'
use chrono::{DateTime, TimeZone, Utc};
use std::str::FromStr;

fn list(times: impl Iterator<Item = DateTime<Utc>>) -> String {
    times.take(5).map(|time| time.format("%a %-d %b").to_string()).collect::<Vec<_>>().join(", ")
}

fn main() {
    let from = Utc.with_ymd_and_hms(2026, 10, 31, 12, 0, 0).unwrap();
    for pattern in ["0 6 * * MON-FRI", "0 6 * * 1-5", "0 6 * * 7", "0 6 * * 0", "0 6 1-7 * MON", "0 6 1,15 * FRI"] {
        let of_cron = match cron::Schedule::from_str(&format!("0 {pattern}")) {
            Ok(schedule) => list(schedule.after(&from)),
            Err(_) => "error".to_string(),
        };
        let of_croner = list(croner::Cron::from_str(pattern).unwrap().iter_after(from));
        println!("{pattern}\n  cron   {of_cron}\n  croner {of_croner}");
    }
}
RUST
cat > expected <<'TXT'
0 6 * * MON-FRI
  cron   Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov
  croner Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov
0 6 * * 1-5
  cron   Sun 1 Nov, Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov
  croner Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov
0 6 * * 7
  cron   Sat 7 Nov, Sat 14 Nov, Sat 21 Nov, Sat 28 Nov, Sat 5 Dec
  croner Sun 1 Nov, Sun 8 Nov, Sun 15 Nov, Sun 22 Nov, Sun 29 Nov
0 6 * * 0
  cron   error
  croner Sun 1 Nov, Sun 8 Nov, Sun 15 Nov, Sun 22 Nov, Sun 29 Nov
0 6 1-7 * MON
  cron   Mon 2 Nov, Mon 7 Dec, Mon 4 Jan, Mon 1 Feb, Mon 1 Mar
  croner Sun 1 Nov, Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov
0 6 1,15 * FRI
  cron   Fri 1 Jan, Fri 15 Jan, Fri 1 Oct, Fri 15 Oct, Fri 1 Sep
  croner Sun 1 Nov, Fri 6 Nov, Fri 13 Nov, Sun 15 Nov, Fri 20 Nov
TXT
{ cargo run --quiet 2>cargo.log || cat cargo.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
