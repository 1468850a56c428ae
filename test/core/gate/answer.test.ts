import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aGate, byX402, headersIn, refusalIn, saidIn } from '../../support/some-gate.ts';

/** What headers come to on their way, with their names. */
const sizeOf = (headers: unknown): number =>
  Object.entries(headers as Record<string, string | string[]>)
    .flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`))
    .join('').length;

const long = (length: number): string => {
  const start = 'https://news.example/';
  return `${start}${'a'.repeat(length - start.length)}`;
};

describe('the headers of a 402', () => {
  it.each([
    ['a short address', { url: 'https://news.example/a/1' }],
    ['a long description', { url: 'https://news.example/a/1', description: 'd'.repeat(256) }],
    ['a long path', { url: long(1_024) }],
    ['a long query', { url: `https://news.example/a?${'q'.repeat(1_000)}` }],
    ['a long host', { url: `https://${'h'.repeat(60)}.${'h'.repeat(60)}.example/a` }],
    ['everything', { url: long(1_024), description: 'ü'.repeat(128), mimeType: 'text/html' }],
  ])('of %s are no more than 2 KB, and can be paid', async (_, resource) => {
    const { gate, token, refusal } = await aGate();

    const other = { resource: { url: 'https://news.example/other' } };
    const { body } = await gate({}, { resource });
    const refused = await gate(byX402(await refusal({}, other), token), { resource });
    const paid = await gate(byX402(refusalIn(body), token), { resource });

    for (const answer of [body, refused.body]) {
      const headers = headersIn(answer);
      expect(sizeOf(headers)).toBeLessThanOrEqual(2_048);
      const said = saidIn(headers['payment-required'])['resource'] as { readonly url: string };
      expect(new URL(said.url).hostname).toBe(new URL(resource.url).hostname);
    }
    expect(paid.body).toMatchObject({ outcome: 'held' });
  });

  it('are no more than 2 KB for any address, or it is refused', async () => {
    const { gate } = await aGate();
    const label = fc.stringMatching(/^[a-zä-ü0-9]{1,63}$/);
    const host = fc.array(label, { minLength: 1, maxLength: 20 }).map((parts) => parts.join('.'));
    const path = fc.string({ unit: 'grapheme', maxLength: 700 }).map(encodeURI);
    const port = fc.constantFrom('', ':8443');
    const address = fc.record({ host, port, path }).map((of) => {
      const url = `https://${of.host}${of.port}/${of.path}`.replaceAll('#', '');
      return url.slice(0, 1_024).replace(/%.?$/, '');
    });
    const description = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(address, description, async (url, text) => {
        const { status, body } = await gate({}, { resource: { url, description: text } });

        if (status === 200) expect(sizeOf(headersIn(body))).toBeLessThanOrEqual(2_048);
        else expect(body['code']).toBe('request.invalid');
      }),
      { numRuns: 60 },
    );
  });

  it('say no host that DNS has not', async () => {
    const { gate } = await aGate();
    const url = `https://${Array.from({ length: 15 }, () => 'a'.repeat(60)).join('.')}/`;

    const { status, body } = await gate({}, { resource: { url } });

    expect([status, body['param']]).toEqual([400, '/resource/url']);
  });

  it('say the whole address where there is room, and then its description', async () => {
    const { gate } = await aGate();
    const resource = { url: 'https://news.example/a/1?b=c', description: 'An article' };

    const { body } = await gate({}, { resource });

    expect(saidIn(headersIn(body)['payment-required'])['resource']).toEqual(resource);
  });

  it.each([
    'news.example/a',
    'ftp://news.example/a',
    'https://news.example/a#b',
    'https://me:secret@news.example/a',
    'https://',
  ])('are not made for %s, which is no address', async (address) => {
    const { gate } = await aGate();

    const { status, body } = await gate({}, { resource: { url: address } });

    expect([status, body['code'], body['param']]).toEqual([
      ...[400, 'request.invalid', '/resource/url'],
    ]);
  });
});
