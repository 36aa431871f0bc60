#!/usr/bin/env bash
# Versions:  compression 1.8.2 with express 5.3.0, koa-compress 5.2.2 with koa 3.3.0, @fastify/compress 9.2.0 with fastify
#            5.12.8, hono 4.13.19 with @hono/node-server 2.1.9 (Node 24.21).
# Guess:     a middleware that compresses responses compresses NDJSON as it does JSON and CSV.
# Behaviour: all four leave application/x-ndjson, application/jsonl and application/json-seq as they are, however large,
#            without a sign: an export of lines of JSON is transferred at many times the size of the same jobs as JSON.
# Cause:     they compress the types that a list names, which these three are not in, and else those that begin with text/ or
#            end in +json, +xml or +text. Each has an option for other types.
# Seen:      each of them: json gzip, ld+json gzip, rss+xml gzip, x-ndjson plain, jsonl plain, json-seq plain
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install compression@1.8.2 express@5.3.0 koa-compress@5.2.2 koa@3.3.0 @fastify/compress@9.2.0 fastify@5.12.8 hono@4.13.19 \
  @hono/node-server@2.1.9

cat > finding.mjs <<'JS'
import { once } from 'node:events';
import { serve } from '@hono/node-server';
import compressFastify from '@fastify/compress';
import compressExpress from 'compression';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { compress as compressHono } from 'hono/compress';
import Koa from 'koa';
import compressKoa from 'koa-compress';

const body = '{"title":"Nurse"}\n'.repeat(3_000);
const types = ['json', 'ld+json', 'rss+xml', 'x-ndjson', 'jsonl', 'json-seq'];
const typeOf = (path) => `application/${path.slice(1)}`;
const any = { port: 0, host: '127.0.0.1' };

const ofExpress = express().use(compressExpress(), (request, response) => {
  response.set('content-type', typeOf(request.path)).send(body);
});
const ofKoa = new Koa().use(compressKoa()).use((context) => {
  context.type = typeOf(context.path);
  context.body = body;
});
const ofFastify = fastify();
await ofFastify.register(compressFastify);
ofFastify.get('/*', (request, reply) => reply.header('content-type', typeOf(request.url)).send(body));
await ofFastify.listen(any);
const ofHono = new Hono().use(compressHono()).get('/*', (context) => {
  return context.body(body, 200, { 'content-type': typeOf(context.req.path) });
});

const servers = {
  express: ofExpress.listen(any),
  koa: ofKoa.listen(any),
  fastify: ofFastify.server,
  hono: serve({ fetch: ofHono.fetch, port: 0, hostname: '127.0.0.1' }),
};
for (const [name, server] of Object.entries(servers)) {
  if (!server.listening) await once(server, 'listening');
  const seen = [];
  for (const type of types) {
    const link = `http://127.0.0.1:${server.address().port}/${type}`;
    const response = await fetch(link, { headers: { 'accept-encoding': 'gzip' } });
    if ((await response.text()) !== body) throw new Error(`${name} changed the body`);
    seen.push(`${type} ${response.headers.get('content-encoding') ?? 'plain'}`);
  }
  console.log(`${name}: ${seen.join(', ')}`);
  server.close();
  server.closeAllConnections();
}
JS
for name in express koa fastify hono; do
  echo "$name: json gzip, ld+json gzip, rss+xml gzip, x-ndjson plain, jsonl plain, json-seq plain"
done > expected
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
