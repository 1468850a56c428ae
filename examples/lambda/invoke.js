// What Lambda does with the handler, on this machine.
import { handler } from './dist/handler.js';

const event = {
  routeKey: 'GET /pages/{id}',
  rawPath: '/pages/7',
  requestContext: { authorizer: { lambda: { subject: 'acme-web' } } },
};

console.log(await handler(event, { getRemainingTimeInMillis: () => 3_000 }));
