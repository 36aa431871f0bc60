#!/usr/bin/env bash
# Versions:  micronaut-context 4.10.36 (Java 17, Maven 3.8). 5.2.23, which needs Java 25, has the same code.
# Guess:     the order of a list does not matter: L,15 is 15,L, the middle and the end of a month.
# Behaviour: what stands behind L, or behind a weekday with # or L, is ignored, without an error: L,15 is the last day only,
#            MON#1,MON#3 only the first Monday, and FRI#3,MON only the third Friday. 15,L and MON,FRI#3 have all their days.
# Cause:     the loops over the parts of a list in DayOfMonthField.matches and DayOfWeekField.matches return the answer of
#            the first part that has L or #, also where it is no.
# Seen:      0 6 15,L * * -> Dec 15, Dec 31, Jan 15, Jan 31
#            0 6 L,15 * * -> Dec 31, Jan 31, Feb 28, Mar 31
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars io.micronaut:micronaut-context:4.10.36

cat > Finding.java <<'JAVA'
import io.micronaut.scheduling.cron.CronExpression;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Locale;

class Finding {
    public static void main(String[] patterns) {
        var day = DateTimeFormatter.ofPattern("MMM d", Locale.ENGLISH);
        for (String pattern : patterns) {
            var expression = CronExpression.create(pattern);
            var time = ZonedDateTime.parse("2026-11-30T12:00:00Z");
            var days = new ArrayList<String>();
            while (days.size() < 4) {
                time = expression.nextTimeAfter(time);
                days.add(time.format(day));
            }
            System.out.println(pattern + " -> " + String.join(", ", days));
        }
    }
}
JAVA
cat > expected <<'TXT'
0 6 15,L * * -> Dec 15, Dec 31, Jan 15, Jan 31
0 6 L,15 * * -> Dec 31, Jan 31, Feb 28, Mar 31
0 6 * * MON,FRI#3 -> Dec 7, Dec 14, Dec 18, Dec 21
0 6 * * FRI#3,MON -> Dec 18, Jan 15, Feb 19, Mar 19
0 6 * * MON#1,MON#3 -> Dec 7, Jan 4, Feb 1, Mar 1
0 6 * * FRIL,MON -> Dec 25, Jan 29, Feb 26, Mar 26
TXT
patterns=('0 6 15,L * *' '0 6 L,15 * *' '0 6 * * MON,FRI#3' '0 6 * * FRI#3,MON' '0 6 * * MON#1,MON#3' '0 6 * * FRIL,MON')
java -cp 'jars/*' Finding.java "${patterns[@]}" 2>java.log | tee seen
cmp -s seen expected || { cat java.log; echo 'no longer as found'; exit 1; }
echo 'as found'
