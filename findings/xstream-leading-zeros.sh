#!/usr/bin/env bash
# Versions:  com.thoughtworks.xstream:xstream 1.4.21 (Java 17, Maven 3.8).
# Guess:     a number with leading zeros, as feeds pad ids and amounts, is read as that number, as Integer.parseInt does, or
#            raises a ConversionException.
# Behaviour: it is read as octal, without an error: 050000 is 20480, and the ids 0010 to 0017 are 8 to 15. Only a number
#            with an 8 or a 9 raises. #10 is 16, and 4294967295 in an int is -1. Fields of type BigDecimal read the digits
#            as they are.
# Cause:     IntConverter, LongConverter, ShortConverter and ByteConverter read by Long.decode(), which knows the prefixes
#            of Java's source code.
# Seen:      050000 -> int 20480, long 20480, BigDecimal 50000
#            0010 -> int 8, long 8, BigDecimal 10
#            0008 -> int ConversionException, long ConversionException, BigDecimal 8
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.thoughtworks.xstream:xstream:1.4.21

cat > Finding.java <<'JAVA'
import com.thoughtworks.xstream.XStream;
import java.math.BigDecimal;

class Finding {
    public static class Job { int i; long l; BigDecimal d; }

    static String read(String field, String text) throws Exception {
        var xstream = new XStream();
        xstream.setClassLoader(Finding.class.getClassLoader());
        xstream.alias("job", Job.class);
        xstream.allowTypes(new Class[] {Job.class});
        try {
            var job = xstream.fromXML("<job><" + field + ">" + text + "</" + field + "></job>");
            return String.valueOf(Job.class.getDeclaredField(field).get(job));
        } catch (RuntimeException error) {
            return error.getClass().getSimpleName();
        }
    }

    public static void main(String[] texts) throws Exception {
        for (String text : texts) {
            System.out.println(text + " -> int " + read("i", text) + ", long " + read("l", text) + ", BigDecimal " + read("d", text));
        }
    }
}
JAVA
cat > expected <<'TXT'
50000 -> int 50000, long 50000, BigDecimal 50000
050000 -> int 20480, long 20480, BigDecimal 50000
0100 -> int 64, long 64, BigDecimal 100
0010 -> int 8, long 8, BigDecimal 10
0008 -> int ConversionException, long ConversionException, BigDecimal 8
#10 -> int 16, long 16, BigDecimal ConversionException
4294967295 -> int -1, long 4294967295, BigDecimal 4294967295
TXT
{ java -cp 'jars/*' Finding.java 50000 050000 0100 0010 0008 '#10' 4294967295 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
