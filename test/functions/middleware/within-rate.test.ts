import { describe, expect, it } from '@jest/globals';
import type { Rates, RateVerdict } from '../../../core/access/rates.ts';
import type { GatewayEvent } from '../../../functions/middleware/gateway-event.ts';
import { jsonAnswer } from '../../../functions/middleware/http.ts';
import { withinRate } from '../../../functions/middleware/within-rate.ts';
import { aGatewayEvent, context } from '../../support/gateway-event.ts';

const standings = [
  { owner: 'tenant', perSecond: 300, left: 12, fullInSeconds: 1 },
  { owner: 'key', perSecond: 150, left: 0, fullInSeconds: 2 },
] as const;

async function asked(verdict: RateVerdict, event: Partial<GatewayEvent> = {}) {
  const taken: unknown[] = [];
  const rates: Rates = {
    take: async ({ tenant, keyId }, tokens) => {
      taken.push([tenant, keyId, tokens]);
      return verdict;
    },
  };
  const handler = withinRate(rates, async () => jsonAnswer(200, { done: true }));
  const answer = await handler({ ...aGatewayEvent({}), ...event }, context);
  return { answer, taken };
}

const goesOn: RateVerdict = { goesOn: true, inMs: 0, standings };

describe('a request within its tenant’s rate', () => {
  it('is answered, with what is left of each bucket', async () => {
    const { answer } = await asked(goesOn);

    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        'ratelimit-policy': '"tenant";q=300;w=1, "key";q=150;w=1',
        ratelimit: '"tenant";r=12;t=1, "key";r=0;t=2',
      },
    });
  });

  it('takes a token, and one more for each 24 KB of its body', async () => {
    const { taken: small } = await asked(goesOn, { body: 'x'.repeat(24_575) });
    const { taken: large } = await asked(goesOn, { body: 'x'.repeat(50_000) });

    expect([small, large]).toEqual([[['acme', 'key1', 1]], [['acme', 'key1', 3]]]);
  });
});

describe('a request above its key’s rate', () => {
  const tooFast: RateVerdict = { goesOn: false, empty: 'key', retrySeconds: 2, standings };

  it('is refused with a problem document that says when to come again', async () => {
    const { answer } = await asked(tooFast);

    expect(answer).toMatchObject({
      statusCode: 429,
      headers: {
        'content-type': 'application/problem+json',
        'retry-after': '2',
        ratelimit: '"tenant";r=12;t=1, "key";r=0;t=2',
        'cache-control': 'no-store',
      },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'key.too-fast', status: 429 });
  });

  it('is not counted again where the second front has counted it', async () => {
    const event = aGatewayEvent({});
    const requestContext = { ...event.requestContext, apiId: 'front' };

    const { answer, taken } = await asked(tooFast, { requestContext });

    expect([answer.statusCode, taken]).toEqual([200, []]);
  });
});
