#!/usr/bin/env bash
# Versions:  org.quartz-scheduler:quartz 2.5.2 (Java 17, Maven 3.8).
# Guess:     names of weekdays mean the same as their numbers: MON-FRI/2 is 2-6/2, Monday, Wednesday and Friday; and what
#            Quartz does not support raises, as MON,FRIL and MON#1,MON#3 do.
# Behaviour: a step behind names is ignored: MON-FRI/2 is each working day. One # in a list makes the list one day:
#            MON,WED#1, each Monday and the first Wednesday, is the first Monday only, and so is MON#1,WED. There is no
#            error.
# Cause:     storeExpressionVals() reads names without looking for a step behind a range of them; a field has one number for
#            #, which counts for the first day of its set.
# Seen:      2-6/2: Mon 2 Nov, Wed 4 Nov, Fri 6 Nov
#            MON-FRI/2: Mon 2 Nov, Tue 3 Nov, Wed 4 Nov
#            MON,WED#1: Mon 2 Nov, Mon 7 Dec, Mon 4 Jan
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.quartz-scheduler:quartz:2.5.2

cat > Finding.java <<'JAVA'
import java.text.ParseException;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.util.*;
import org.quartz.CronExpression;

class Finding {
    public static void main(String[] days) {
        var format = DateTimeFormatter.ofPattern("EEE d MMM", Locale.US).withZone(ZoneOffset.UTC);
        for (String day : days) {
            String runs = "";
            try {
                var pattern = new CronExpression("0 0 6 ? * " + day);
                pattern.setTimeZone(TimeZone.getTimeZone("UTC"));
                var date = Date.from(Instant.parse("2026-11-01T12:00:00Z"));
                for (int run = 0; run < 5; run++) {
                    date = pattern.getNextValidTimeAfter(date);
                    runs += (run > 0 ? ", " : " ") + format.format(date.toInstant());
                }
            } catch (ParseException error) {
                runs = " ParseException";
            }
            System.out.println(day + ":" + runs);
        }
    }
}
JAVA
cat > expected <<'TXT'
MON-FRI: Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov
2-6/2: Mon 2 Nov, Wed 4 Nov, Fri 6 Nov, Mon 9 Nov, Wed 11 Nov
MON-FRI/2: Mon 2 Nov, Tue 3 Nov, Wed 4 Nov, Thu 5 Nov, Fri 6 Nov
MON#1: Mon 2 Nov, Mon 7 Dec, Mon 4 Jan, Mon 1 Feb, Mon 1 Mar
MON,WED: Mon 2 Nov, Wed 4 Nov, Mon 9 Nov, Wed 11 Nov, Mon 16 Nov
MON,WED#1: Mon 2 Nov, Mon 7 Dec, Mon 4 Jan, Mon 1 Feb, Mon 1 Mar
MON#1,WED: Mon 2 Nov, Mon 7 Dec, Mon 4 Jan, Mon 1 Feb, Mon 1 Mar
MON#1,MON#3: ParseException
MON,FRIL: ParseException
TXT
{ java -cp 'jars/*' Finding.java MON-FRI 2-6/2 MON-FRI/2 MON#1 MON,WED MON,WED#1 MON#1,WED MON#1,MON#3 MON,FRIL 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
