import { describe, expect, it } from '@jest/globals';
import { acrossOrigins, originsFrom } from '../../functions/serve-front/cross-origin.ts';
import { noOrigins } from '../../functions/serve-front/environment.ts';
import type { FrontRequest } from '../../functions/serve-front/front-event.ts';

const ours = 'https://app.example.com';
const asked: string[] = [];
const answer = acrossOrigins(originsFrom(`${ours},http://localhost:5173`), async ({ method }) => {
  asked.push(method);
  return { statusCode: 403, headers: { 'content-type': 'application/json' }, body: '{}' };
});
const request = (method: string, headers: FrontRequest['headers']): FrontRequest => ({
  ...{ method, url: '/v1/usage', headers },
  body: async () => Buffer.alloc(0),
});
const preflight = (origin: string) =>
  request('OPTIONS', { origin, 'access-control-request-method': 'GET' });

describe('a page of an origin that is let in', () => {
  it('is told before it asks with what it may', async () => {
    const { statusCode, headers } = await answer(preflight(ours));

    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ours,
      'access-control-allow-methods': expect.stringContaining('PUT'),
      'access-control-allow-headers': expect.stringContaining('authorization'),
      'access-control-max-age': '3600',
    });
    expect(asked).toEqual([]);
  });

  it('sees answers, refusals too, and the headers that it needs', async () => {
    const { statusCode, headers } = await answer(request('GET', { origin: ours }));

    expect(statusCode).toBe(403);
    expect(headers).toEqual({
      'content-type': 'application/json',
      vary: 'origin',
      'access-control-allow-origin': ours,
      'access-control-expose-headers': expect.stringContaining('retry-after'),
    });
  });

  it('is told by what an answer varies beside', async () => {
    const varying = acrossOrigins(new Set([ours]), async () => ({
      ...{ statusCode: 200, headers: { vary: 'accept' }, body: '' },
    }));

    const { headers } = await varying(request('GET', { origin: ours }));

    expect(headers['vary']).toBe('accept, origin');
  });

  it('never sends cookies along', async () => {
    const { headers } = await answer(preflight(ours));

    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('a page of another origin', () => {
  it.each(['https://evil.example', 'https://app.example.com.evil.example', 'null'])(
    'of %s sees nothing',
    async (origin) => {
      for (const one of [preflight(origin), request('GET', { origin })]) {
        const { headers } = await answer(one);

        expect(headers).not.toHaveProperty('access-control-allow-origin');
      }
    },
  );
});

describe('a server without origins', () => {
  it('answers as if there were no browsers', async () => {
    const plain = async () => ({ statusCode: 200, headers: {}, body: '' });

    expect(acrossOrigins(originsFrom(noOrigins), plain)).toBe(plain);
  });
});
