#!/usr/bin/env bash
# Versions:  com.apptasticsoftware:rssreader 3.12.0 (Java 17, Maven 3.8).
# Guess:     a pubDate in BST or IST is in British summer time or Indian time, or has no moment, as one in MEZ.
# Behaviour: BST is +11:00, the time of Bougainville, and IST is UTC, so that a British job of 10:00 is of 23:00 on the day
#            before, and an Indian one five and a half hours late. GMT, EST and CEST are right; there is no error.
# Cause:     the pattern of its DateTime has z, and Java's DateTimeFormatter takes one of the zones that have the name in the
#            language of the text, whatever their number: Pacific/Bougainville and, for Irish Standard Time, Africa/Abidjan.
# Seen:      Tue, 07 Jul 2026 10:00:00 BST -> 2026-07-06T23:00:00Z (Pacific/Bougainville)
#            Tue, 07 Jul 2026 10:00:00 IST -> 2026-07-07T10:00:00Z (Africa/Abidjan)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.apptasticsoftware:rssreader:3.12.0

cat > Finding.java <<'JAVA'
import com.apptasticsoftware.rssreader.RssReader;
import java.io.ByteArrayInputStream;

class Finding {
    public static void main(String[] zones) {
        for (String zone : zones) {
            String date = "Tue, 07 Jul 2026 10:00:00 " + zone;
            String item = "<item><title>Nurse</title><pubDate>" + date + "</pubDate></item>";
            String feed = "<rss version='2.0'><channel><title>Jobs</title>" + item + "</channel></rss>";
            var read = new RssReader().read(new ByteArrayInputStream(feed.getBytes())).findFirst().orElseThrow();
            try {
                var time = read.getPubDateAsZonedDateTime().orElseThrow();
                System.out.println(date + " -> " + time.toInstant() + " (" + time.getZone() + ")");
            } catch (RuntimeException error) {
                System.out.println(date + " -> " + error.getClass().getSimpleName());
            }
        }
    }
}
JAVA
cat > expected <<'TXT'
Tue, 07 Jul 2026 10:00:00 GMT -> 2026-07-07T10:00:00Z (Z)
Tue, 07 Jul 2026 10:00:00 CEST -> 2026-07-07T08:00:00Z (Europe/Paris)
Tue, 07 Jul 2026 10:00:00 EST -> 2026-07-07T15:00:00Z (-05:00)
Tue, 07 Jul 2026 10:00:00 BST -> 2026-07-06T23:00:00Z (Pacific/Bougainville)
Tue, 07 Jul 2026 10:00:00 IST -> 2026-07-07T10:00:00Z (Africa/Abidjan)
Tue, 07 Jul 2026 10:00:00 MEZ -> DateTimeParseException
TXT
java -cp 'jars/*' Finding.java GMT CEST EST BST IST MEZ | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
