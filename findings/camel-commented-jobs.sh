#!/usr/bin/env bash
# Versions:  org.apache.camel:camel-core 4.22.0 (Java 17, Maven 3.8).
# Guess:     split().tokenizeXML("job").streaming(), Camel's way to split large XML, sends the elements <job> of the feed to
#            the route.
# Behaviour: a job that was commented out is sent like the others. A job whose text has <job> or </job> in a CDATA section,
#            as in the description of another job, is cut off there, and the rest of it is gone; so is one with a job within
#            it. There is no error.
# Cause:     TokenXMLExpressionIterator looks for the name of the element by regular expressions, and knows neither comments
#            nor CDATA sections nor depth. The documentation says that this tokenizer knows XML in a limited way, not that
#            it sends comments. xtokenize, of camel-stax, reads XML.
# Seen:      <jobs><!-- <job>closed</job> --><job>open</job></jobs>
#              -> <job>closed</job> | <job>open</job>
#            <jobs><job><text><![CDATA[use <job>x</job>]]></text><pay>50000</pay></job></jobs>
#              -> <job><text><![CDATA[use <job>x</job>
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.apache.camel:camel-core:4.22.0

cat > Finding.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

class Finding {
    public static void main(String[] feeds) throws Exception {
        var jobs = new ArrayList<String>();
        try (var context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                public void configure() {
                    from("direct:feed").split().tokenizeXML("job").streaming()
                        .process(exchange -> jobs.add(exchange.getMessage().getBody(String.class)));
                }
            });
            context.start();
            for (String feed : feeds) {
                jobs.clear();
                context.createProducerTemplate().sendBody("direct:feed", new ByteArrayInputStream(feed.getBytes()));
                System.out.println(feed + "\n  -> " + String.join(" | ", jobs));
            }
        }
    }
}
JAVA
cat > expected <<'TXT'
<jobs><company>Acme</company><job id='1'>open</job><jobs-total>1</jobs-total></jobs>
  -> <job id='1'>open</job>
<jobs><!-- <job>closed</job> --><job>open</job></jobs>
  -> <job>closed</job> | <job>open</job>
<jobs><job><text><![CDATA[use <job>x</job>]]></text><pay>50000</pay></job></jobs>
  -> <job><text><![CDATA[use <job>x</job>
<jobs><job>nurse<similar><job>doctor</job></similar><pay>50000</pay></job></jobs>
  -> <job>nurse<similar><job>doctor</job>
TXT
mapfile -t feeds < <(grep '^<jobs>' expected)
{ java -cp 'jars/*' Finding.java "${feeds[@]}" 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
