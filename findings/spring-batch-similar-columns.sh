#!/usr/bin/env bash
# Versions:  org.springframework.batch:spring-batch-core 6.0.6, org.springframework:spring-context 7.0.10 (Java 17, Maven).
# Guess:     FlatFileItemReader with names and targetType sets the properties of these names. A column without a property is
#            an error, as "country" is, or is left out.
# Behaviour: if no property has the name of a column, one with a similar name gets its value: the currency becomes the
#            company, the category the city, the day when the job was closed the day when it was posted, its state the
#            title. There is an error only where the same file has a column for the property as well.
# Cause:     BeanWrapperFieldSetMapper, which the builder of the reader uses, is documented to know names in other spelling.
#            By default (distanceLimit) up to five letters may differ, if one property only is that near.
# Seen:      17,EUR of the columns id,currency -> {company=EUR, id=17}
#            17,2026-12-31 of the columns id,closed -> {id=17, posted=2026-12-31}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars org.springframework.batch:spring-batch-core:6.0.6 org.springframework:spring-context:7.0.10

cat > Finding.java <<'JAVA'
import java.util.Map;
import java.util.TreeMap;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.core.io.ByteArrayResource;

public class Finding {
    public static class Job {
        final Map<String, String> values = new TreeMap<>();
        public void setId(String id) { values.put("id", id); }
        public void setTitle(String title) { values.put("title", title); }
        public void setCompany(String company) { values.put("company", company); }
        public void setCity(String city) { values.put("city", city); }
        public void setPosted(String posted) { values.put("posted", posted); }
    }

    public static void main(String[] files) {
        for (String file : files) {
            String[] lines = file.split("/");
            var builder = new FlatFileItemReaderBuilder<Job>().name("jobs").resource(new ByteArrayResource(lines[1].getBytes()));
            var reader = builder.delimited().names(lines[0].split(",")).targetType(Job.class).build();
            reader.open(new ExecutionContext());
            try {
                System.out.println(file + " -> " + reader.read().values);
            } catch (Exception error) {
                System.out.println(file + " -> error");
            }
        }
    }
}
JAVA
cat > expected <<'TXT'
id,company/17,Acme -> {company=Acme, id=17}
id,currency/17,EUR -> {company=EUR, id=17}
id,company,currency/17,Acme,EUR -> error
id,city/17,Berlin -> {city=Berlin, id=17}
id,category/17,Nursing -> {city=Nursing, id=17}
id,county/17,Kent -> {city=Kent, id=17}
id,country/17,DE -> error
id,posted/17,2026-11-05 -> {id=17, posted=2026-11-05}
id,closed/17,2026-12-31 -> {id=17, posted=2026-12-31}
id,title,state/17,Nurse,open -> error
id,state/17,open -> {id=17, title=open}
TXT
mapfile -t files < <(sed 's/ -> .*//' expected)
{ java -cp 'jars/*' Finding.java "${files[@]}" 2>java.log || cat java.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
