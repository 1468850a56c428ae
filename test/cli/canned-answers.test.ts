import { describe, expect, it } from '@jest/globals';
import { listedInvoice, refused } from './support/canned.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

/** A test that gets `answer` from the invoices' list, and ends. */
async function aTestThatIsAnswered(answer: FakeAnswer): Promise<number> {
  await using server = await httpServer(() => answer);
  return (await fetch(`${server.url}/v1/invoices`)).status;
}

describe('an answer that a test of the command line makes up', () => {
  it.each([
    ['has a member that is not declared', { ...listedInvoice(), settled: true }, 'settled is not'],
    ['lacks a member', { ...listedInvoice(), amountDue: undefined }, '/invoices/0/amountDue'],
  ])('fails the test where it %s', async (_, invoice, fault) => {
    const answer = { status: 200, json: { invoices: [invoice] } };

    await expect(aTestThatIsAnswered(answer)).rejects.toThrow(fault);
  });

  it('fails the test where the route is never refused so', async () => {
    const answer = refused('invoice.already-void', 'it is void');

    await expect(aTestThatIsAnswered(answer)).rejects.toThrow('invoice.already-void is not');
  });

  it('is as good as any where it is as the interface declares it', async () => {
    const answer = { status: 200, json: { invoices: [listedInvoice()] } };

    expect(await aTestThatIsAnswered(answer)).toBe(200);
  });
});
