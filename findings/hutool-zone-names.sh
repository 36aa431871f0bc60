#!/usr/bin/env bash
# Versions:  cn.hutool:hutool-core 5.8.44 (Java 17, Maven 3.8).
# Guess:     DateUtil.parse() reads the pubDate of RSS with the zone that it names, or raises an error for a name that it
#            does not know.
# Behaviour: only GMT and offsets count. With EST, CET or UTC the time is read in the zone of the machine: the same feed
#            has other dates on a server in Shanghai than on one in Berlin.
# Cause:     TimeZoneStrategy of FastDateParser finds the zone of the name, and then sets the offset of the parser's own
#            zone; the line for the other is a comment.
# Seen:      in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 GMT -> 2026-11-05T10:00:00Z
#            in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 UTC -> 2026-11-05T02:00:00Z
#            in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 EST -> 2026-11-05T02:00:00Z
#            in Europe/Berlin: Thu, 05 Nov 2026 10:00:00 EST -> 2026-11-05T09:00:00Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars cn.hutool:hutool-core:5.8.44

cat > Finding.java <<'JAVA'
import cn.hutool.core.date.DateUtil;
import java.util.TimeZone;

class Finding {
    public static void main(String[] zones) {
        for (String zone : zones) {
            String date = "Thu, 05 Nov 2026 10:00:00 " + zone;
            System.out.println("in " + TimeZone.getDefault().getID() + ": " + date + " -> " + DateUtil.parse(date).toInstant());
        }
    }
}
JAVA
cat > expected <<'TXT'
in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 GMT -> 2026-11-05T10:00:00Z
in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 -0500 -> 2026-11-05T15:00:00Z
in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 UTC -> 2026-11-05T02:00:00Z
in Asia/Shanghai: Thu, 05 Nov 2026 10:00:00 EST -> 2026-11-05T02:00:00Z
in Europe/Berlin: Thu, 05 Nov 2026 10:00:00 GMT -> 2026-11-05T10:00:00Z
in Europe/Berlin: Thu, 05 Nov 2026 10:00:00 -0500 -> 2026-11-05T15:00:00Z
in Europe/Berlin: Thu, 05 Nov 2026 10:00:00 UTC -> 2026-11-05T09:00:00Z
in Europe/Berlin: Thu, 05 Nov 2026 10:00:00 EST -> 2026-11-05T09:00:00Z
TXT
for zone in Asia/Shanghai Europe/Berlin; do
  java "-Duser.timezone=$zone" -cp 'jars/*' Finding.java GMT -0500 UTC EST 2>java.log || cat java.log
done | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
