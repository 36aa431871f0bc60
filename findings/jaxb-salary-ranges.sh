#!/usr/bin/env bash
# Versions:  org.glassfish.jaxb:jaxb-runtime 4.0.9, jakarta.xml.bind-api 4.0.5 (Java 17, Maven 3.8).
# Guess:     a text that is no number leaves a field of type int empty, and the event handler is called.
# Behaviour: signs count wherever they are, and an overflow wraps around: the salary 50-60 is -5060, 45000-60000 is
#            -205092704, the date 2026-11-05 is -20261105, and the number 3000000000 is -1294967296. The event handler is
#            called for 50k only. With a field of type long, all that are no numbers are null, with an event.
# Cause:     _parseInt() of DatatypeConverterImpl multiplies and adds digits without looking at the place of a sign or at
#            the size; it reads int and Integer. long is read by Long.parseLong.
# Seen:      50-60 -> int -5060 (0 events), long null (1 events)
#            2026-11-05 -> int -20261105 (0 events), long null (1 events)
#            3000000000 -> int -1294967296 (0 events), long 3000000000 (0 events)
#            50k -> int null (1 events), long null (1 events)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.glassfish.jaxb:jaxb-runtime:4.0.9

cat > Finding.java <<'JAVA'
import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.annotation.XmlRootElement;
import java.io.StringReader;
import java.util.concurrent.atomic.AtomicInteger;

class Finding {
    @XmlRootElement(name = "job")
    public static class WithInt { public Integer salary; }

    @XmlRootElement(name = "job")
    public static class WithLong { public Long salary; }

    static String read(Class<?> type, String text) throws Exception {
        var events = new AtomicInteger();
        var unmarshaller = JAXBContext.newInstance(type).createUnmarshaller();
        unmarshaller.setEventHandler(event -> events.incrementAndGet() > 0);
        var job = unmarshaller.unmarshal(new StringReader("<job><salary>" + text + "</salary></job>"));
        return type.getField("salary").get(job) + " (" + events + " events)";
    }

    public static void main(String[] texts) throws Exception {
        for (String text : texts) System.out.println(text + " -> int " + read(WithInt.class, text) + ", long " + read(WithLong.class, text));
    }
}
JAVA
cat > expected <<'TXT'
50000 -> int 50000 (0 events), long 50000 (0 events)
50-60 -> int -5060 (0 events), long null (1 events)
45000-60000 -> int -205092704 (0 events), long null (1 events)
2026-11-05 -> int -20261105 (0 events), long null (1 events)
3000000000 -> int -1294967296 (0 events), long 3000000000 (0 events)
50k -> int null (1 events), long null (1 events)
TXT
java -cp 'jars/*' Finding.java 50000 50-60 45000-60000 2026-11-05 3000000000 50k 2>java.log | tee seen || cat java.log
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
