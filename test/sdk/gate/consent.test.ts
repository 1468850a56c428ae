import { describe, expect, it } from '@jest/globals';
import { answering, aSite, page } from '../support/gated-site.ts';
import { consentIn } from '../support/gating.ts';

describe('the page of a 402', () => {
  const consent = (text: string): string => new URLSearchParams({ consent: text }).toString();

  it('posts its consent to where it stands, and is answered the page itself', async () => {
    await using site = await aSite(answering);
    const body = await (await site.fetch('/a/1', { headers: site.person })).text();

    const answer = await site.fetch('/a/1', {
      ...{ method: 'POST', body: consent(consentIn({ body })) },
      headers: { ...site.person, 'sec-fetch-site': 'same-origin' },
    });

    expect([answer.status, await answer.text()]).toEqual([200, page]);
    expect([await site.captured(), site.handled]).toEqual([1n, ['GET /a/1']]);
  });

  it('pays where a parser that reads no forms has left an empty body', async () => {
    await using site = await aSite(answering, { bodyOf: {} });
    const body = await (await site.fetch('/a/1', { headers: site.person })).text();

    const answer = await site.fetch('/a/1', {
      ...{ method: 'POST', body: consent(consentIn({ body })), headers: site.person },
    });

    expect([answer.status, await site.captured()]).toEqual([200, 1n]);
  });

  it('is a page again, with what holds now, where its consent does not pay', async () => {
    await using site = await aSite(answering);
    const body = await (await site.fetch('/a/2', { headers: site.person })).text();

    const answer = await site.fetch('/a/1', {
      ...{ method: 'POST', body: consent(consentIn({ body })), headers: site.person },
    });

    expect([answer.status, consentIn({ body: await answer.text() })]).not.toContain(
      consentIn({ body }),
    );
    expect([answer.status, await site.captured(), site.handled]).toEqual([402, 0n, []]);
  });

  it('pays nothing where another site posted it', async () => {
    await using site = await aSite((request, response) => void response.end(request.method));
    const body = await (await site.fetch('/a/1', { headers: site.person })).text();

    const answer = await site.fetch('/a/1', {
      ...{ method: 'POST', body: consent(consentIn({ body })) },
      headers: { ...site.person, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    });

    expect([await answer.text(), site.seen.length]).toEqual(['POST', 1]);
  });

  it.each([
    ['has a field of that name', `consent=CP${'x'.repeat(64)}&theme=dark`, '/a/1'],
    ['has no such field', 'comment=well+said', '/a/1'],
    ['goes to what is not paid for', consent(`fo_${'x'.repeat(64)}`), '/free'],
    ['is long', `comment=${'x'.repeat(15_000)}`, '/a/1'],
  ])('takes nothing of a form of the site that %s', async (_, body, path) => {
    await using site = await aSite((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      const head = () => `${request.method} ${request.headers['content-length']} `;
      request.on('end', () => response.end(`${head()}${Buffer.concat(chunks).toString()}`));
    });

    const answer = await site.fetch(path, {
      method: 'POST',
      body,
      headers: site.person,
    });

    expect(await answer.text()).toBe(`POST ${body.length} ${body}`);
    expect(site.seen).toEqual([]);
  });
});
