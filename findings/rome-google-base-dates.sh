#!/usr/bin/env bash
# Versions:  com.rometools:rome and rome-modules 2.1.0 (Java 17, Maven 3.8).
# Guess:     the Google Base module of ROME reads g:publish_date and g:expiration_date with their offset, as ROME itself
#            reads dc:date.
# Behaviour: it ignores Z and offsets and reads the clock time in the zone of the machine: 10:00Z and 10:00-05:00 are one
#            moment, and which one differs between a server in Tokyo and one in Berlin. It is not reported.
# Cause:     GoogleBaseParser has a static SimpleDateFormat "yyyy-MM-dd'T'HH:mm:ss": lenient, without a zone, and parse()
#            stops where the pattern ends.
# Seen:      in Asia/Tokyo: g:expiration_date 2026-12-05T10:00:00-05:00 -> 2026-12-05T01:00:00Z
#            in Asia/Tokyo: dc:date           2026-12-05T10:00:00-05:00 -> 2026-12-05T15:00:00Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.rometools:rome-modules:2.1.0

cat > Finding.java <<'JAVA'
import com.rometools.modules.base.GoogleBase;
import com.rometools.modules.base.Job;
import com.rometools.rome.io.SyndFeedInput;
import java.io.StringReader;
import java.util.TimeZone;

class Finding {
    public static void main(String[] dates) throws Exception {
        for (String date : dates) {
            String item = "<item><title>Nurse</title><dc:date>" + date + "</dc:date>"
                + "<g:expiration_date>" + date + "</g:expiration_date></item>";
            String feed = "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:g='http://base.google.com/ns/1.0'>"
                + "<channel><title>Jobs</title><link>https://jobs.example/</link><description>Jobs</description>" + item + "</channel></rss>";
            var entry = new SyndFeedInput().build(new StringReader(feed)).getEntries().get(0);
            var job = (Job) entry.getModule(GoogleBase.URI);
            System.out.println("in " + TimeZone.getDefault().getID() + ": " + date + " -> g:expiration_date "
                + job.getExpirationDate().toInstant() + ", dc:date " + entry.getPublishedDate().toInstant());
        }
    }
}
JAVA
cat > expected <<'TXT'
in Asia/Tokyo: 2026-12-05T10:00:00Z -> g:expiration_date 2026-12-05T01:00:00Z, dc:date 2026-12-05T10:00:00Z
in Asia/Tokyo: 2026-12-05T10:00:00-05:00 -> g:expiration_date 2026-12-05T01:00:00Z, dc:date 2026-12-05T15:00:00Z
in Europe/Berlin: 2026-12-05T10:00:00Z -> g:expiration_date 2026-12-05T09:00:00Z, dc:date 2026-12-05T10:00:00Z
in Europe/Berlin: 2026-12-05T10:00:00-05:00 -> g:expiration_date 2026-12-05T09:00:00Z, dc:date 2026-12-05T15:00:00Z
TXT
for zone in Asia/Tokyo Europe/Berlin; do
  java "-Duser.timezone=$zone" -cp 'jars/*' Finding.java 2026-12-05T10:00:00Z 2026-12-05T10:00:00-05:00 2>java.log || cat java.log
done | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
