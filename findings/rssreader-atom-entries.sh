#!/usr/bin/env bash
# Versions:  com.apptasticsoftware:rssreader 3.12.0 (Java 17, Maven 3.8).
# Guess:     the link of an Atom entry is its page, as its `rel` says, and its guid is its id.
# Behaviour: the link is the last one, whatever its `rel`: an entry with a page and then an enclosure or a link to itself has
#            that one. The elements of a `source`, with which a feed made of others says where an entry is from, count as those
#            of the entry: at the end of it, where feeds have it, its id replaces that of the entry, so that all jobs of one
#            source have one guid and one link.
# Cause:     AbstractRssReader keeps setters by the name of an element, also for attributes, and calls them for each element
#            of that name within an entry, at any depth.
# Seen:      page, enclosure -> link https://jobs.example/1.pdf, guid 1
#            page, source -> link https://acme.example/, guid urn:acme
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install_jars com.apptasticsoftware:rssreader:3.12.0

cat > Finding.java <<'JAVA'
import com.apptasticsoftware.rssreader.RssReader;
import java.io.ByteArrayInputStream;

class Finding {
    static void show(String name, String more) {
        String page = "<id>1</id><title>Nurse</title><link rel='alternate' href='https://jobs.example/1'/>";
        String feed = "<feed xmlns='http://www.w3.org/2005/Atom'><id>jobs</id><title>Jobs</title><entry>" + page + more;
        var items = new RssReader().read(new ByteArrayInputStream((feed + "</entry></feed>").getBytes()));
        items.forEach(item -> System.out.println(
            name + " -> link " + item.getLink().orElse("none") + ", guid " + item.getGuid().orElse("none")));
    }

    public static void main(String[] arguments) {
        show("page", "");
        show("page, enclosure", "<link rel='enclosure' href='https://jobs.example/1.pdf'/>");
        show("page, self", "<link rel='self' href='https://jobs.example/1.atom'/>");
        show("page, source", "<source><id>urn:acme</id><title>Acme</title><link href='https://acme.example/'/></source>");
    }
}
JAVA
cat > expected <<'TXT'
page -> link https://jobs.example/1, guid 1
page, enclosure -> link https://jobs.example/1.pdf, guid 1
page, self -> link https://jobs.example/1.atom, guid 1
page, source -> link https://acme.example/, guid urn:acme
TXT
java -cp 'jars/*' Finding.java | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
