import { FeedflowError } from '@feedflow/shared/errors';
import type { Adapter, FeedEvidence } from './adapter.ts';
import { adzuna } from './adapters/adzuna.ts';
import { arbeitsagentur } from './adapters/arbeitsagentur.ts';
import { atom } from './adapters/atom.ts';
import { bulJobs } from './adapters/buljobs.ts';
import { careerjet } from './adapters/careerjet.ts';
import { craigslist } from './adapters/craigslist.ts';
import { finn } from './adapters/finn.ts';
import { generic } from './adapters/generic.ts';
import { higherEdJobs } from './adapters/higher-ed-jobs.ts';
import { hrBaXml } from './adapters/hr-ba-xml.ts';
import { hrXml } from './adapters/hr-xml.ts';
import { indeed } from './adapters/indeed.ts';
import { jazzHr } from './adapters/jazzhr.ts';
import { jobG8 } from './adapters/jobg8.ts';
import { jobijoba } from './adapters/jobijoba.ts';
import { jobInventory } from './adapters/jobinventory.ts';
import { jobiqo } from './adapters/jobiqo.ts';
import { jobrapido } from './adapters/jobrapido.ts';
import { jobvite } from './adapters/jobvite.ts';
import { jooble } from './adapters/jooble.ts';
import { justJoinIt } from './adapters/just-join-it.ts';
import { linkedin } from './adapters/linkedin.ts';
import { mpsv } from './adapters/mpsv.ts';
import { neogov } from './adapters/neogov.ts';
import { peopleAdmin } from './adapters/people-admin.ts';
import { personio } from './adapters/personio.ts';
import { recruitee } from './adapters/recruitee.ts';
import { rss } from './adapters/rss.ts';
import { simplyHired } from './adapters/simplyhired.ts';
import { stackOverflow } from './adapters/stack-overflow.ts';
import { talNet } from './adapters/tal-net.ts';
import { talent } from './adapters/talent.ts';
import { taleo } from './adapters/taleo.ts';
import { teamtailor } from './adapters/teamtailor.ts';
import { weWorkRemotely } from './adapters/we-work-remotely.ts';
import { workable } from './adapters/workable.ts';
import { worknet } from './adapters/worknet.ts';
import { wpJobManager } from './adapters/wp-job-manager.ts';
import { yandex } from './adapters/yandex.ts';
import { yml } from './adapters/yml.ts';
import { zipRecruiter } from './adapters/zip-recruiter.ts';

/** In the order of detection: the more specific first, `generic` last. */
export const ADAPTERS: readonly Adapter[] = [
  // RSS and Atom with additions
  wpJobManager,
  weWorkRemotely,
  higherEdJobs,
  teamtailor,
  neogov,
  stackOverflow,
  craigslist,
  arbeitsagentur,
  justJoinIt,
  talNet,
  peopleAdmin,
  // job-board XML with unique names or a unique root
  personio,
  linkedin,
  simplyHired,
  jobvite,
  jobrapido,
  jobInventory,
  jobG8,
  jobijoba,
  bulJobs,
  recruitee,
  taleo,
  yandex,
  yml,
  jobiqo,
  hrBaXml,
  hrXml,
  mpsv,
  finn,
  worknet,
  jazzHr,
  jooble,
  careerjet,
  adzuna,
  // variants of Indeed's, then Indeed's own
  workable,
  zipRecruiter,
  talent,
  indeed,
  // the plain formats
  atom,
  rss,
  generic,
];

/**
 * The adapter for a feed: the one that the source sets, else the first that recognizes it.
 * @throws FeedflowError feed-mapping-invalid for an unknown name
 */
export function chooseAdapter(feed: FeedEvidence, forced: string | null): Adapter {
  if (forced === null) return ADAPTERS.find((candidate) => candidate.detect(feed)) ?? generic;
  const adapter = ADAPTERS.find((candidate) => candidate.name === forced);
  if (adapter) return adapter;
  const names = ADAPTERS.map((candidate) => candidate.name).sort();
  throw new FeedflowError(
    'feed-mapping-invalid',
    `there is no dialect "${forced}"; known are ${names.join(', ')}`,
    {
      details: { dialect: forced },
    },
  );
}
