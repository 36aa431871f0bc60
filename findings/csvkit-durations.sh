#!/usr/bin/env bash
# Versions:  csvkit 2.2.0, agate 1.14.2, parsedatetime 2.6 (Python 3).
# Guess:     csvsort, csvjoin and in2csv print the fields as they read them; csvcut and csvgrep do.
# Behaviour: those that sort or join rewrite texts on the way: "6 months" and "in 2 weeks" become dates of the year 1, the
#            working hours 8-17 the 17 August 2001, a break at 12:30 becomes 12 and a half minutes, and May a date. csvjson
#            does the same. Only a column in which each value is such a text is changed; -I turns it off.
# Cause:     agate tries durations and dates before texts. Its dates are parsed by parsedatetime, relative to the first day
#            of the year 1, and its durations by pytimeparse, for which 12:30 has minutes and seconds.
# Seen:      csvcut: Nurse,6 months,in 2 weeks,8-17,12:30,May
#            csvsort: Nurse,0001-07-01,0001-01-15,2001-08-17,0:12:30,0001-05-01
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python csvkit==2.2.0 agate==1.14.2 parsedatetime==2.6 >&2
export PYTHONPATH=$folder/python PATH=$folder/python/bin:$PATH

cat > jobs.csv <<'CSV'
title,contract,notice,hours,break,season
Nurse,6 months,in 2 weeks,8-17,12:30,May
Cook,1 year,next week,9-18,13:00,June
CSV
sed 's/1 year/permanent/' jobs.csv > mixed.csv
nurse() {
  echo "$*: $("$@" | grep Nurse)"
}
{
  nurse csvcut -c 1- jobs.csv
  nurse csvsort -c title jobs.csv
  nurse csvsort -I -c title jobs.csv
  nurse csvsort -c title mixed.csv
  nurse in2csv jobs.csv
} | tee seen
cat > expected <<'TXT'
csvcut -c 1- jobs.csv: Nurse,6 months,in 2 weeks,8-17,12:30,May
csvsort -c title jobs.csv: Nurse,0001-07-01,0001-01-15,2001-08-17,0:12:30,0001-05-01
csvsort -I -c title jobs.csv: Nurse,6 months,in 2 weeks,8-17,12:30,May
csvsort -c title mixed.csv: Nurse,6 months,0001-01-15,2001-08-17,0:12:30,0001-05-01
in2csv jobs.csv: Nurse,0001-07-01,0001-01-15,2001-08-17,0:12:30,0001-05-01
TXT
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
