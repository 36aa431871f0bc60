import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument, Operation } from '../src/openapi/document.ts';

/** Throws if the description of a route does not name a response's status, or if its body differs from the schema. */
export type ResponseCheck = (
  method: string,
  path: string,
  response: { status: number; type: string | null; body: unknown },
) => void;

/** Makes the check from an OpenAPI document. What is no operation of it (a wrong path or method) is let pass. */
export function createResponseCheck(document: OpenApiDocument): ResponseCheck {
  const ajv = createValidator(document);
  const operations = Object.entries(document.paths).map(([path, methods]) => ({
    matches: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    methods,
  }));

  return (method, path, { status, type, body }) => {
    const [bare = ''] = path.split('?');
    const operation = findOperation(bare, method.toLowerCase());
    if (!operation || status === 405) return;
    const response = operation.responses[status];
    if (!response)
      throw new Error(`${method} ${path} responded with ${status}, which its description does not name`);
    const [mediaType = ''] = (type ?? '').split(';');
    const content = response.content?.[mediaType];
    if (response.content && !content)
      throw new Error(`${method} ${path}: ${status} is described, as ${type} it is not`);
    if (!content?.schema || body === null) return;
    if (!ajv.validate(content.schema, body)) {
      throw new Error(`${method} ${path}: ${status} differs from its description: ${ajv.errorsText()}`);
    }
  };

  function findOperation(path: string, method: string): Operation | undefined {
    // A path without parts to fill in comes before one that it would fit as well.
    const fitting = operations.filter((one) => one.matches.test(path) && one.methods[method]);
    const literal = fitting.find((one) => one.matches.source === `^${path.replace(/[./]/g, '\\$&')}$`);
    return (literal ?? fitting[0])?.methods[method];
  }
}

/** A validator that knows the document's own components by their references. */
export function createValidator(document: OpenApiDocument): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'document', components: document.components });
  const validate = ajv.validate.bind(ajv);
  ajv.validate = ((schema: object, data: unknown) =>
    validate(
      JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')),
      data,
    )) as typeof ajv.validate;
  return ajv;
}
