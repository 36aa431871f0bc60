#!/usr/bin/env bash
# Versions:  jackson-dataformat-xml 3.3.0 (Java 17, Maven 3.8); 2.23.0 does the same.
# Guess:     a list without wrapper element gets all elements of its name.
# Behaviour: it gets those of the last run: if another element is between two places of a job, the first place is lost, and
#            in a feed that has a company between two jobs, all jobs before it are. There is no error, also with
#            FAIL_ON_UNKNOWN_PROPERTIES. readTree of the same mapper has all of them.
# Cause:     a run of equal names is a value of the property, and the next run sets the property again.
# Seen:      places side by side: [Hamburg, Berlin]
#            title between them: [Berlin]; as a tree: ["Hamburg","Berlin"]
#            jobs with a company between them: [Cook]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars tools.jackson.dataformat:jackson-dataformat-xml:3.3.0

cat > Finding.java <<'JAVA'
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.xml.XmlMapper;
import tools.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;

class Finding {
    public static class Job {
        public String title;
        @JacksonXmlElementWrapper(useWrapping = false)
        public List<String> place;
    }

    public static class Jobs {
        @JacksonXmlElementWrapper(useWrapping = false)
        public List<Job> job;
        @JacksonXmlElementWrapper(useWrapping = false)
        public List<String> company;
    }

    public static void main(String[] arguments) {
        var mapper = XmlMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
        String together = "<job><title>Nurse</title><place>Hamburg</place><place>Berlin</place></job>";
        String parted = "<job><place>Hamburg</place><title>Nurse</title><place>Berlin</place></job>";
        String company = "<company>Acme</company>";
        String feed = "<jobs>" + together + company + "<job><title>Cook</title></job>" + company + "</jobs>";
        var jobs = mapper.readValue(feed, Jobs.class).job;
        System.out.println("places side by side: " + mapper.readValue(together, Job.class).place);
        System.out.print("title between them: " + mapper.readValue(parted, Job.class).place);
        System.out.println("; as a tree: " + mapper.readTree(parted).get("place"));
        System.out.println("jobs with a company between them: " + jobs.stream().map(job -> job.title).toList());
    }
}
JAVA
cat > expected <<'TXT'
places side by side: [Hamburg, Berlin]
title between them: [Berlin]; as a tree: ["Hamburg","Berlin"]
jobs with a company between them: [Cook]
TXT
java -cp 'jars/*' Finding.java | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
