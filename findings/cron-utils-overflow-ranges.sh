#!/usr/bin/env bash
# Versions:  com.cronutils:cron-utils 9.2.1, org.quartz-scheduler:quartz 2.5.2 (Java 17, Maven 3.8).
# Guess:     a pattern that cron-utils accepts and describes as Quartz's runs when Quartz runs it.
# Behaviour: a range over the end of the day, the hour, the month or the year is described right and runs at its first
#            value only: 22-2 is 22 o'clock, NOV-FEB is November, 28-3 is the 28th. Only ranges of weekdays are right.
#            isMatch() denies the other values as well, and there is no error or warning.
# Cause:     the parser accepts such ranges for Quartz (since 9.1), but BetweenFieldValueGenerator takes values that are
#            both from the first one on and up to the last one; weekdays have a class of their own.
# Seen:      0 0 22-2 * * ? (every hour between 22 and 2)
#              cron-utils: 05T22:00 06T22:00 07T22:00 08T22:00
#              Quartz:     05T22:00 05T23:00 06T00:00 06T01:00
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.cronutils:cron-utils:9.2.1 org.quartz-scheduler:quartz:2.5.2

cat > Finding.java <<'JAVA'
import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.*;
import java.util.*;
import org.quartz.CronExpression;

class Finding {
    public static void main(String[] patterns) throws Exception {
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
        for (String pattern : patterns) {
            var cron = parser.parse(pattern);
            var quartz = new CronExpression(pattern);
            quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
            var first = ZonedDateTime.parse("2026-11-05T10:00:30Z");
            var next = first;
            var nextOfQuartz = Date.from(first.toInstant());
            String runs = "", runsOfQuartz = "";
            for (int i = 0; i < 4; i++) {
                next = ExecutionTime.forCron(cron).nextExecution(next).get();
                nextOfQuartz = quartz.getNextValidTimeAfter(nextOfQuartz);
                runs += " " + next.toInstant().toString().substring(0, 16);
                runsOfQuartz += " " + nextOfQuartz.toInstant().toString().substring(0, 16);
            }
            System.out.println(pattern + " (" + CronDescriptor.instance(Locale.UK).describe(cron) + ")");
            System.out.println("  cron-utils:" + runs + "\n  Quartz:    " + runsOfQuartz);
        }
    }
}
JAVA
cat > expected <<'TXT'
0 0 22-2 * * ? (every hour between 22 and 2)
  cron-utils: 2026-11-05T22:00 2026-11-06T22:00 2026-11-07T22:00 2026-11-08T22:00
  Quartz:     2026-11-05T22:00 2026-11-05T23:00 2026-11-06T00:00 2026-11-06T01:00
0 0 9 1 NOV-FEB ? (at 09:00 at 1 day every month between November and February)
  cron-utils: 2027-11-01T09:00 2028-11-01T09:00 2029-11-01T09:00 2030-11-01T09:00
  Quartz:     2026-12-01T09:00 2027-01-01T09:00 2027-02-01T09:00 2027-11-01T09:00
0 0 9 28-3 * ? (at 09:00 every day between 28 and 3)
  cron-utils: 2026-11-28T09:00 2026-12-28T09:00 2027-01-28T09:00 2027-02-28T09:00
  Quartz:     2026-11-28T09:00 2026-11-29T09:00 2026-11-30T09:00 2026-12-01T09:00
0 0 9 ? * FRI-MON (at 09:00 every day between Friday and Monday)
  cron-utils: 2026-11-06T09:00 2026-11-07T09:00 2026-11-08T09:00 2026-11-09T09:00
  Quartz:     2026-11-06T09:00 2026-11-07T09:00 2026-11-08T09:00 2026-11-09T09:00
TXT
patterns=('0 0 22-2 * * ?' '0 0 9 1 NOV-FEB ?' '0 0 9 28-3 * ?' '0 0 9 ? * FRI-MON')
{ java -cp 'jars/*' Finding.java "${patterns[@]}" 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
