import { createSender } from '@farthing/client';

/** What Workers run: a sender of each request, which goes on after the answer. */
export default {
  async fetch(_request, env, context) {
    const sender = createSender({ url: env.FARTHING_URL, apiKey: 'none', source: 'urn:worker' });
    for (let n = 0; n < 75; n += 1) sender.track({ type: 'view', subject: 's', data: { n } });
    context.waitUntil(sender.close());
    return new Response('tracked');
  },
};
