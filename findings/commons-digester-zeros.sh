#!/usr/bin/env bash
# Versions:  org.apache.commons:commons-digester3 3.2 with commons-beanutils 1.11.0 (Java 17, Maven 3.8).
# Guess:     an element whose text is no number leaves an Integer property null, or raises, as a BigDecimal property does.
# Behaviour: it becomes 0, in properties of int and Integer alike, without an error or a line in the log: the salaries
#            45,000, 17.5 and "by agreement" are 0, and so are 3000000000 in an int and an empty element. Only BigDecimal
#            raises. A boolean is false for all words that it does not know.
# Cause:     ConvertUtilsBean registers the converters of the primitive types and of their classes with a default of 0 or
#            false, and those of the other types with an exception.
# Seen:      45,000 -> int 0, Integer 0, double 0.0, BigDecimal SAXParseException
#            17.5 -> int 0, Integer 0, double 17.5, BigDecimal 17.5
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.apache.commons:commons-digester3:3.2 commons-beanutils:commons-beanutils:1.11.0

cat > Finding.java <<'JAVA'
import java.io.StringReader;
import java.math.BigDecimal;
import org.apache.commons.digester3.*;
import org.xml.sax.*;

public class Finding {
    public static class Job {
        Object value;
        public void setInt(int value) { this.value = value; }
        public void setInteger(Integer value) { this.value = value; }
        public void setDouble(double value) { this.value = value; }
        public void setBigDecimal(BigDecimal value) { this.value = value; }
        public void setBoolean(boolean value) { this.value = value; }
    }

    static String read(String property, String text) throws Exception {
        var digester = new Digester();
        digester.addBeanPropertySetter("job/" + property);
        var job = new Job();
        digester.push(job);
        try {
            digester.parse(new StringReader("<job><" + property + ">" + text + "</" + property + "></job>"));
            return property + " " + job.value;
        } catch (SAXException error) {
            return property + " " + error.getClass().getSimpleName();
        }
    }

    public static void main(String[] texts) throws Exception {
        for (String text : texts) {
            var values = new java.util.ArrayList<String>();
            for (String property : new String[] {"int", "integer", "double", "bigDecimal", "boolean"}) values.add(read(property, text));
            System.out.println("'" + text + "' -> " + String.join(", ", values));
        }
    }
}
JAVA
cat > expected <<'TXT'
'50000' -> int 50000, integer 50000, double 50000.0, bigDecimal 50000, boolean false
'45,000' -> int 0, integer 0, double 0.0, bigDecimal SAXParseException, boolean false
'17.5' -> int 0, integer 0, double 17.5, bigDecimal 17.5, boolean false
'by agreement' -> int 0, integer 0, double 0.0, bigDecimal SAXParseException, boolean false
'3000000000' -> int 0, integer 0, double 3.0E9, bigDecimal 3000000000, boolean false
'' -> int 0, integer 0, double 0.0, bigDecimal SAXParseException, boolean false
'1' -> int 1, integer 1, double 1.0, bigDecimal 1, boolean true
TXT
{ java -cp 'jars/*' Finding.java 50000 45,000 17.5 'by agreement' 3000000000 '' 1 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
