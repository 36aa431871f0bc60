import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FeedflowError } from '@feedflow/shared/errors';
import { describeApi, type OpenApiDocument } from '../openapi/document.ts';
import type { RoutesOf, ServedRoute } from '../routing/route.ts';

const swaggerFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const START = `const dark = matchMedia('(prefers-color-scheme: dark)');
const show = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', show);
show();
SwaggerUIBundle({ url: '../openapi.json', dom_id: '#docs', deepLinking: true, tryItOutEnabled: false });`;
/** All errors have the same form: its example in the description of the API is enough. */
const STYLE = `.response:is([data-code^="4"], [data-code^="5"]) :is(.response-controls, .model-example) { display: none; }
`;
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Feedflow API</title>
<link rel="icon" href="favicon-32x32.png"><link rel="stylesheet" href="swagger-ui.css"><link rel="stylesheet" href="page.css"></head>
<body><div id="docs"></div><script src="swagger-ui-bundle.js"></script><script src="start.js"></script></body>
</html>
`;

/** The page's own files, and those of swagger-ui-dist that it takes. */
const FILES: Record<string, { type: string; text?: string }> = {
  'start.js': { type: 'text/javascript', text: START },
  'page.css': { type: 'text/css', text: STYLE },
  'swagger-ui-bundle.js': { type: 'text/javascript' },
  'swagger-ui.css': { type: 'text/css' },
  'favicon-32x32.png': { type: 'image/png' },
};

/** Everything the page needs comes from here; Swagger UI puts styles and images into its own elements. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

const route = { tag: 'Description', access: 'open' } as const;

/** GET /api/openapi.json and the readable page at GET /api/docs/, which works offline. */
export function descriptionRoutes(
  deps: { allRoutes: () => readonly ServedRoute[] },
  options: { version: string },
): RoutesOf<'describeApi' | 'readDocs' | 'readDocsFile'> {
  let described: OpenApiDocument | undefined;
  return {
    describeApi: {
      ...route,
      summary: 'This description, as OpenAPI 3.1',
      response: { description: 'An OpenAPI document.' },
      handle: () => {
        described ??= describeApi(deps.allRoutes(), options.version);
        return described;
      },
    },
    readDocs: {
      ...route,
      summary: 'This description as a web page',
      response: { description: 'A web page.' },
      handle: ({ ctx }) => {
        // Its files are named relative to it.
        if (!ctx.path.endsWith('/')) return ctx.redirect('/api/docs/');
        ctx.set('Content-Security-Policy', PAGE_POLICY);
        ctx.type = 'text/html';
        ctx.body = PAGE;
      },
    },
    readDocsFile: {
      ...route,
      summary: 'A file that the page at /api/docs needs',
      response: { description: 'The file.' },
      errors: ['not-found'],
      handle: ({ params, ctx }) => {
        const file = Object.hasOwn(FILES, params.file) ? FILES[params.file] : undefined;
        if (!file) throw new FeedflowError('not-found', 'the page has no such file');
        ctx.set('Cache-Control', 'public, max-age=3600');
        ctx.type = file.type;
        ctx.body = file.text ?? createReadStream(join(swaggerFolder, params.file));
      },
    },
  };
}
