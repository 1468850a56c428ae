import { describe, expect, it } from '@jest/globals';
import type { Api } from '../../console/src/api.ts';
import { issueAll } from '../../console/src/pages/runs/issue-all.ts';

/** A month that waits with an invoice, a statement, and somebody of whom there is no draft. */
function waiting() {
  const issued: string[] = [];
  const pages = [
    { customers: [{ id: 'an-invoice' }, {}], nextCursor: 'c-1' },
    { customers: [{ id: 'a-statement' }] },
  ];
  const ask = async (route: string, { path }: { readonly path: { readonly id?: string } }) => {
    if (route.startsWith('POST')) issued.push(path.id ?? '');
    if (path.id === undefined) return Promise.resolve(pages.shift());
    const type = path.id === 'a-statement' ? 'statement' : 'invoice';
    return Promise.resolve({ type, parked: { fingerprint: 'f' } });
  };
  return { issued, api: { ask } as unknown as Api };
}

const month = { period: '2026-10', reason: 'looked at them' };

describe('issuing all drafts of a month', () => {
  it('issues invoices and statements, of all pages', async () => {
    const { api, issued } = waiting();
    const told: number[] = [];

    await issueAll(api, month, (count) => told.push(count), new AbortController().signal);

    expect(issued).toEqual(['an-invoice', 'a-statement']);
    expect(told).toEqual([0, 1, 2]);
  });

  it('issues no more than the one under way once somebody has left it', async () => {
    const { api, issued } = waiting();
    const stop = new AbortController();

    await issueAll(api, month, (count) => count === 1 && stop.abort(), stop.signal);

    expect(issued).toEqual(['an-invoice']);
  });
});
