import { atom } from './atom.ts';
import type { Dialect } from './dialect.ts';
import type { DialectName } from './dialect-names.ts';
import { indeed } from './indeed.ts';
import { jooble } from './jooble.ts';
import { personio } from './personio.ts';
import { rdf } from './rdf.ts';
import { weWorkRemotely } from './we-work-remotely.ts';
import { wordpress } from './wordpress.ts';

export const dialects: Record<DialectName, Dialect> = {
  wordpress,
  weworkremotely: weWorkRemotely,
  atom,
  rdf,
  indeed,
  personio,
  jooble,
};
