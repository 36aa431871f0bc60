#!/usr/bin/env bash
# Versions:  next-seo 7.3.0, react 19.3.1.
# Guess:     JobPostingJsonLd writes a place of `applicantLocationRequirements` that has only a name as a Country, or finds
#            out which names are countries.
# Behaviour: two capital letters or a comma anywhere in a name make a State of it, all others are a Country: DE, US, and
#            "Korea, Republic of" are states, Texas and Ontario are countries. A remote job for Germany, named by its code,
#            is published as one for a state. A place with an '@type' of its own is left as it is.
# Cause:     processApplicantLocationRequirements() guesses from patterns of US addresses.
# Seen:      DE -> State
#            Germany -> Country
#            Korea, Republic of -> State
#            Texas -> Country
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install next-seo@7.3.0 react@19.3.1 react-dom@19.3.1

cat > finding.mjs <<'JS'
import { JobPostingJsonLd } from 'next-seo';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const names = process.argv.slice(2);
const props = {
  title: 'Nurse',
  description: 'Nurse',
  datePosted: '2026-11-05',
  hiringOrganization: 'Acme',
  jobLocationType: 'TELECOMMUTE',
  applicantLocationRequirements: names.map((name) => ({ name })),
};
const html = renderToStaticMarkup(createElement(JobPostingJsonLd, props));
const job = JSON.parse(html.replace(/<[^>]*>/g, ''));
for (const place of job.applicantLocationRequirements) console.log(`${place.name} -> ${place['@type']}`);
JS
cat > expected <<'TXT'
DE -> State
Germany -> Country
US -> State
USA -> Country
Korea, Republic of -> State
Texas -> Country
Ontario -> Country
TXT
node finding.mjs DE Germany US USA 'Korea, Republic of' Texas Ontario | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
