#!/usr/bin/env bash
# Versions:  mongoose 9.12.1, joi 18.3.2, yup 1.7.1.
# Guess:     a path or schema of a date reads 20261105, the basic form of ISO 8601, as that day, or refuses it, as mongoose
#            and joi refuse 20261105T100000Z.
# Behaviour: for mongoose and joi it is 1 January 1970, 05:37, without an error; 202611 is the year 202611 for mongoose and 1970
#            for joi, and 2026 is 1970 for joi. yup reads the day, but the seconds 1793872800 as 2 March 1800. Queries of
#            mongoose cast in the same way: a search for `closing` before '20261105' finds nothing.
# Cause:     joi makes milliseconds of all texts of digits, mongoose of those that are too large for a year; yup takes digits for
#            year, month, day and hour and does not check them, so that 87 is a month.
# Seen:      20261105 -> mongoose 1970-01-01T05:37:41.105Z, joi 1970-01-01T05:37:41.105Z, yup 2026-11-05T00:00:00.000Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongoose@9.12.1 joi@18.3.2 yup@1.7.1

cat > finding.mjs <<'JS'
import Joi from 'joi';
import mongoose from 'mongoose';
import * as yup from 'yup';

const Job = mongoose.model('Job', new mongoose.Schema({ closing: Date }));
const readers = {
  mongoose: (text) => Job.find({ closing: text }).cast(Job).closing,
  joi: (text) => Joi.attempt(text, Joi.date()),
  yup: (text) => yup.date().validateSync(text),
};

function read(reader, text) {
  try {
    return readers[reader](text).toISOString();
  } catch {
    return 'refused';
  }
}

for (const text of process.argv.slice(2))
  console.log(`${text} -> ${Object.keys(readers).map((reader) => `${reader} ${read(reader, text)}`).join(', ')}`);
JS
cat > expected <<'TXT'
2026-11-05 -> mongoose 2026-11-05T00:00:00.000Z, joi 2026-11-05T00:00:00.000Z, yup 2026-11-05T00:00:00.000Z
20261105T100000Z -> mongoose refused, joi refused, yup 2026-11-05T10:00:00.000Z
20261105 -> mongoose 1970-01-01T05:37:41.105Z, joi 1970-01-01T05:37:41.105Z, yup 2026-11-05T00:00:00.000Z
202611 -> mongoose +202611-01-01T00:00:00.000Z, joi 1970-01-01T00:03:22.611Z, yup 2026-11-01T00:00:00.000Z
2026 -> mongoose 2026-01-01T00:00:00.000Z, joi 1970-01-01T00:00:02.026Z, yup 2026-01-01T00:00:00.000Z
1793872800 -> mongoose 1970-01-21T18:17:52.800Z, joi 1970-01-21T18:17:52.800Z, yup 1800-03-02T04:00:00.000Z
1793872800000 -> mongoose 2026-11-05T10:00:00.000Z, joi 2026-11-05T10:00:00.000Z, yup refused
20261105100000 -> mongoose 2612-01-19T12:45:00.000Z, joi 2612-01-19T12:45:00.000Z, yup 2026-11-05T10:00:00.000Z
TXT
texts=(2026-11-05 20261105T100000Z 20261105 202611 2026 1793872800 1793872800000 20261105100000)
TZ=UTC node finding.mjs "${texts[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
