#!/usr/bin/env bash
# Versions:  react-schemaorg 2.0.1, astro-seo-schema 7.0.0, react 19.2.0.
# Guess:     a JobPosting that they put into a page is, for who parses its JSON, the one they were given.
# Behaviour: each of & < > " ' in a text is an entity of HTML in the JSON. A script element has no entities, so that they
#            stay: the title is R&amp;D, a description of paragraphs has no tags but &lt;p&gt;, and the link of a job has
#            ?id=1&amp;lang=en, in which the server finds no lang. Only who decodes JSON-LD once more gets the texts.
# Cause:     both replace these characters in JSON.stringify(), where \u0026 would be JSON and as safe.
# Seen:      title R&D Engineer -> R&amp;D Engineer
#            url https://jobs.example/job?id=1&lang=en -> https://jobs.example/job?id=1&amp;lang=en
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install react-schemaorg@2.0.1 react@19.2.0 react-dom@19.2.0 astro-seo-schema@7.0.0

cat > finding.mjs <<'JS'
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { JsonLd } from 'react-schemaorg';
import { JsonLd as textOfAstro } from './node_modules/astro-seo-schema/dist/jsonld.js';

const job = {
  '@context': 'https://schema.org',
  '@type': 'JobPosting',
  title: 'R&D Engineer',
  description: '<p>C++ &amp; C#</p>',
  url: 'https://jobs.example/job?id=1&lang=en',
};
const page = renderToStaticMarkup(createElement(JsonLd, { item: job }));
const texts = {
  'react-schemaorg': page.replace(/^<script[^>]*>|<\/script>$/g, ''),
  'astro-seo-schema': textOfAstro(job),
};
for (const [name, text] of Object.entries(texts)) {
  const { title, description, url } = JSON.parse(text);
  console.log(`${name}: ${title} | ${description} | ${url}`);
}
JS
cat > expected <<'TXT'
react-schemaorg: R&amp;D Engineer | &lt;p&gt;C++ &amp;amp; C#&lt;/p&gt; | https://jobs.example/job?id=1&amp;lang=en
astro-seo-schema: R&amp;D Engineer | &lt;p&gt;C++ &amp;amp; C#&lt;/p&gt; | https://jobs.example/job?id=1&amp;lang=en
TXT
node finding.mjs 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
