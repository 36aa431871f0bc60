#!/usr/bin/env bash
# Versions:  Scrapy 2.19.0 (Python 3).
# Guess:     with `namespaces = [('n', URI)]` and `itertag = 'n:url'`, as in its documentation, an XMLFeedSpider finds the
#            elements `url` of that namespace, with whatever prefix a feed writes them.
# Behaviour: the default iterator, iternodes, looks for the prefix n in the document and takes the namespace that it has
#            there. A feed that declares the namespace as its default, as sitemaps and Atom feeds mostly do, or with
#            another prefix, has no nodes: the spider ends without an error and without an item. With `iterator = 'xml'`
#            all is as guessed.
# Cause:     _iternodes() calls xmliter_lxml() without `namespaces`; they are registered with nodes that were found
#            already.
# Seen:      iternodes, <n:url>: 1 nodes
#            iternodes, <url xmlns>: 0 nodes
#            iternodes, <s:url>: 0 nodes
#            xml, <url xmlns>: 1 nodes
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python scrapy==2.19.0 >&2

cat > finding.py <<'PY'
from scrapy.http import XmlResponse
from scrapy.spiders import XMLFeedSpider

NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'


class Spider(XMLFeedSpider):
    name = 'jobs'
    namespaces = [('n', NAMESPACE)]
    itertag = 'n:url'

    def parse_node(self, response, node):
        return {'url': node.xpath('n:loc/text()').get()}


documents = {
    '<n:url>': f'<n:urlset xmlns:n="{NAMESPACE}"><n:url><n:loc>https://jobs.example/1</n:loc></n:url></n:urlset>',
    '<url xmlns>': f'<urlset xmlns="{NAMESPACE}"><url><loc>https://jobs.example/1</loc></url></urlset>',
    '<s:url>': f'<s:urlset xmlns:s="{NAMESPACE}"><s:url><s:loc>https://jobs.example/1</s:loc></s:url></s:urlset>',
}
for iterator in ('iternodes', 'xml'):
    for name, xml in documents.items():
        response = XmlResponse('https://jobs.example/sitemap.xml', body=xml.encode())
        items = list(Spider(iterator=iterator)._parse(response))
        assert all(item['url'] == 'https://jobs.example/1' for item in items)
        print(f'{iterator}, {name}: {len(items)} nodes')
PY
cat > expected <<'TXT'
iternodes, <n:url>: 1 nodes
iternodes, <url xmlns>: 0 nodes
iternodes, <s:url>: 0 nodes
xml, <n:url>: 1 nodes
xml, <url xmlns>: 1 nodes
xml, <s:url>: 1 nodes
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
