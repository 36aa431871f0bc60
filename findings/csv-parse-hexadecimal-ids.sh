#!/usr/bin/env bash
# Versions:  csv-parse 7.0.3.
# Guess:     with cast, csv-parse makes numbers of decimal texts; an id such as 0x1F is that number, 31, or stays a text.
# Behaviour: it is 0, and so is each other text with 0x, 0o or 0b: all jobs of a feed with hexadecimal ids have one id. 12E4
#            and 120000 are one as well, and so are 007 and 7; 1F and 0x1G are texts.
# Cause:     __isFloat() asks whether value - parseFloat(value) + 1 >= 0, where the minus reads 0x1F as 31; the value is then
#            the one of parseFloat, which ends at the x.
# Seen:      0x1F -> 0
#            0xA2B4 -> 0
#            12E4 -> 120000
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install csv-parse@7.0.3

cat > finding.mjs <<'JS'
import { parse } from 'csv-parse/sync';

const ids = ['0x1F', '0xA2B4', '0b101', '0x1G', '1F', '12E4', '007', '17.5'];
const jobs = parse(`id,title\n${ids.map((id) => `${id},Nurse\n`).join('')}`, { columns: true, cast: true });
for (const [index, job] of jobs.entries()) console.log(`${ids[index]} -> ${JSON.stringify(job.id)}`);
JS
cat > expected <<'TXT'
0x1F -> 0
0xA2B4 -> 0
0b101 -> 0
0x1G -> "0x1G"
1F -> "1F"
12E4 -> 120000
007 -> 7
17.5 -> 17.5
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
