#!/usr/bin/env bash
# Versions:  jobrunr 8.7.0 (Java 17, Maven 3.8).
# Guess:     L in a list is what it is alone, the last day of the month, or it is refused: 15,L has two days a month.
# Behaviour: in a list, L is each day from the 28th on, and 5L each Friday: 15,L runs up to five times a month, and MON,5L nine
#            times instead of five. There is no error. L and 5L alone are right.
# Cause:     the parser sets the days 28 to 31, or all Fridays, for such an item, and CronExpression removes all but the last
#            one only if the whole field is "l", or has two characters and ends with l.
# Seen:      0 6 L * * -> Dec 31, Jan 31, Feb 28, Mar 31, Apr 30, May 31
#            0 6 15,L * * -> Dec 15, Dec 28, Dec 29, Dec 30, Dec 31, Jan 15
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.jobrunr:jobrunr:8.7.0

cat > Finding.java <<'JAVA'
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;
import org.jobrunr.scheduling.cron.CronExpression;

class Finding {
    public static void main(String[] patterns) {
        var day = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH).withZone(ZoneOffset.UTC);
        var start = Instant.parse("2026-11-30T12:00:00Z");
        for (String pattern : patterns) {
            var expression = new CronExpression(pattern);
            var time = start;
            var days = new ArrayList<String>();
            while (days.size() < 6) {
                time = expression.next(start, time, ZoneOffset.UTC);
                days.add(day.format(time));
            }
            System.out.println(pattern + " -> " + String.join(", ", days));
        }
    }
}
JAVA
cat > expected <<'TXT'
0 6 L * * -> Dec 31, Jan 31, Feb 28, Mar 31, Apr 30, May 31
0 6 15,L * * -> Dec 15, Dec 28, Dec 29, Dec 30, Dec 31, Jan 15
0 6 * * 5L -> Dec 25, Jan 29, Feb 26, Mar 26, Apr 30, May 28
0 6 * * MON,5L -> Dec 4, Dec 7, Dec 11, Dec 14, Dec 18, Dec 21
TXT
java -cp 'jars/*' Finding.java '0 6 L * *' '0 6 15,L * *' '0 6 * * 5L' '0 6 * * MON,5L' 2>java.log | tee seen
cmp -s seen expected || { cat java.log; echo 'no longer as found'; exit 1; }
echo 'as found'
