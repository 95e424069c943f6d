import type { FastifyPluginAsync } from 'fastify';
import Type from 'typebox';

/** Both references as JSON; made when they are first asked for. */
export interface ReferenceDeps {
  readonly openApi: () => Promise<object>;
  readonly asyncApi: () => Promise<object>;
}

/** `GET /docs/openapi.json` and `GET /docs/asyncapi.json`. */
export function referenceRoutes({ openApi, asyncApi }: ReferenceDeps): FastifyPluginAsync {
  return async (app) => {
    app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
    const documents = [
      ['openapi', 'OpenAPI 3.1: this document, the reference of all REST calls.', openApi],
      ['asyncapi', 'AsyncAPI 3.0: the reference of everything said over sockets.', asyncApi],
    ] as const;
    for (const [name, summary, make] of documents) {
      let made: Promise<string> | null = null;
      const schema = {
        summary,
        operationId: `${name}Document`,
        tag: 'Server',
        response: { 200: Type.Object({}, { description: 'The document', examples: [{}] }) },
      };
      app.get(`/docs/${name}.json`, { schema }, async (_request, reply) => {
        made ??= make().then((document) => JSON.stringify(document));
        reply.type('application/json; charset=utf-8');
        return reply.send(await made);
      });
    }
  };
}
