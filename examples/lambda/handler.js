// A function that has sent what it tracked before it answers: its environment is frozen after that.
import { createSender } from '@farthing/client';
import { withMetering } from '@farthing/client/lambda';

const { FARTHING_URL = '', FARTHING_API_KEY = '' } = process.env;

const sender = createSender({
  url: FARTHING_URL,
  apiKey: FARTHING_API_KEY,
  source: 'urn:my-service:render',
  onDrop: ({ code, reason, detail }) => console.error(`not billed: ${code ?? reason}: ${detail}`),
});

/** Answers an HTTP API (payload 2.0), whose authorizer says who asks. */
export const handler = withMetering(async (event) => {
  const { subject } = event.requestContext.authorizer.lambda;
  const body = JSON.stringify({ rendered: event.rawPath });
  const endpoint = event.routeKey.split(' ')[1];
  sender.track({ type: 'api.call', subject, data: { endpoint, bytes: Buffer.byteLength(body) } });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}, sender);
