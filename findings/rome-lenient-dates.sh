#!/usr/bin/env bash
# Versions:  ROME 2.1.0 (Java 17, Maven 3.8).
# Guess:     a date is read exactly, or is null.
# Behaviour: a second with seven digits after the point, which .NET writes and the W3C's form of dates allows, moves the
#            time by up to 2 hours 46 minutes: .1234567 is read as 1,234,567 milliseconds. 20261105 is the year 20,261,105,
#            12-10-2026 a day in April of the year 18, and 31 November is 1 December. The output writes these dates into the
#            next feed.
# Cause:     DateParser tries masks of SimpleDateFormat, which is lenient by default: SSS takes any number of milliseconds,
#            yyyy any number of digits, and days past the end of a month go on into the next.
# Seen:      2026-11-05T10:00:00.123Z -> 2026-11-05T10:00:00.123Z
#            2026-11-05T10:00:00.1234567Z -> 2026-11-05T10:20:34.567Z
#            20261105 -> +20261105-01-01T00:00:00Z, 12-10-2026 -> 0018-04-16T00:00:00Z
#            Sat, 31 Nov 2026 10:00:00 GMT -> 2026-12-01T10:00:00Z, 05.11.2026 -> null
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.rometools:rome:2.1.0

cat > Finding.java <<'JAVA'
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;

class Finding {
    public static void main(String[] dates) throws Exception {
        for (String date : dates) {
            String item = "<item><title>Nurse</title><pubDate>" + date + "</pubDate></item>";
            String channel = "<title>Jobs</title><link>https://jobs.example/</link><description>Jobs</description>" + item;
            var feed = new SyndFeedInput().build(new StringReader("<rss version=\"2.0\"><channel>" + channel + "</channel></rss>"));
            var found = feed.getEntries().get(0).getPublishedDate();
            System.out.println(date + " -> " + (found == null ? null : found.toInstant()));
        }
    }
}
JAVA
cat > expected <<'TXT'
2026-11-05T10:00:00.123Z -> 2026-11-05T10:00:00.123Z
2026-11-05T10:00:00.1234567Z -> 2026-11-05T10:20:34.567Z
20261105 -> +20261105-01-01T00:00:00Z
12-10-2026 -> 0018-04-16T00:00:00Z
Sat, 31 Nov 2026 10:00:00 GMT -> 2026-12-01T10:00:00Z
05.11.2026 -> null
TXT
dates=('2026-11-05T10:00:00.123Z' '2026-11-05T10:00:00.1234567Z' 20261105 12-10-2026 'Sat, 31 Nov 2026 10:00:00 GMT' 05.11.2026)
java -Duser.timezone=UTC -cp 'jars/*' Finding.java "${dates[@]}" 2>java.log | tee seen || cat java.log
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
