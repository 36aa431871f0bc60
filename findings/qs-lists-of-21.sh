#!/usr/bin/env bash
# Versions:  qs 6.17.1, with koa 3.3.0, koa-qs 3.0.0, @koa/bodyparser 6.1.0, koa-body 8.1.2, express 5.3.0.
# Guess:     a parameter that comes several times is a list, however often it comes: `id=1&id=2` is a list of two.
# Behaviour: from the 21st value on it is an object with the keys 0, 1, 2…, for everything that reads it by qs with its default:
#            koa-qs, Koa's two body parsers and Express with the query parser `extended`. A handler that wraps what is no list
#            into one then looks for one id that is an object. Koa and Express by default, and express.urlencoded, give a list.
# Cause:     utils.combine in qs makes an object of a list that grows above arrayLimit, also without brackets; body-parser
#            sets the limit by the number of values that it counted.
# Seen:      20 values: all a list of 20
#            21 values: Koa list, koa-qs object, @koa/bodyparser object, koa-body object, Express list, Express extended object,
#            express.urlencoded list
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install qs@6.17.1 koa@3.3.0 koa-qs@3.0.0 @koa/bodyparser@6.1.0 koa-body@8.1.2 express@5.3.0

cat > finding.mjs <<'JS'
import { bodyParser } from '@koa/bodyparser';
import express from 'express';
import Koa from 'koa';
import { koaBody } from 'koa-body';
import koaQs from 'koa-qs';

const kind = (value) => `${Array.isArray(value) ? 'list' : typeof value} of ${Object.keys(value).length}`;
const koa = (app, ...middleware) => {
  for (const use of middleware) app.use(use);
  return app.use((ctx) => void (ctx.body = kind((ctx.method === 'POST' ? ctx.request.body : ctx.query).id)));
};
const expressApp = (parser, ...middleware) => {
  const app = express().set('query parser', parser);
  for (const use of middleware) app.use(use);
  return app.use((request, response) => response.send(kind((request.method === 'POST' ? request.body : request.query).id)));
};
const apps = {
  Koa: ['GET', koa(new Koa())],
  'koa-qs': ['GET', koa(koaQs(new Koa()))],
  '@koa/bodyparser': ['POST', koa(new Koa(), bodyParser())],
  'koa-body': ['POST', koa(new Koa(), koaBody())],
  Express: ['GET', expressApp('simple')],
  'Express extended': ['GET', expressApp('extended')],
  'express.urlencoded': ['POST', expressApp('simple', express.urlencoded({ extended: true }))],
};
for (const count of [20, 21]) {
  const query = Array.from({ length: count }, (_, i) => `id=${i}`).join('&');
  for (const [name, [method, app]] of Object.entries(apps)) {
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${server.address().port}/`;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const response = await (method === 'GET' ? fetch(`${url}?${query}`) : fetch(url, { method, headers, body: query }));
    console.log(`${count} values: ${`${name},`.padEnd(19)} ${await response.text()}`);
    server.close();
  }
}
process.exit();
JS
cat > expected <<'TXT'
20 values: Koa,                list of 20
20 values: koa-qs,             list of 20
20 values: @koa/bodyparser,    list of 20
20 values: koa-body,           list of 20
20 values: Express,            list of 20
20 values: Express extended,   list of 20
20 values: express.urlencoded, list of 20
21 values: Koa,                list of 21
21 values: koa-qs,             object of 21
21 values: @koa/bodyparser,    object of 21
21 values: koa-body,           object of 21
21 values: Express,            list of 21
21 values: Express extended,   object of 21
21 values: express.urlencoded, list of 21
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
