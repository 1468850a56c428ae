import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Client } from './support/client.ts';
import { type Acts, type Continued, goOn } from './support/continuation.ts';
import { sendMessages } from './support/engines.ts';
import { withoutIdle, withoutIdleAnnounced } from './support/idle.ts';
import { onlyChanges, type Recorded, readBilling } from './support/reads.ts';
import { recordedAnswers, recordedMessages, upgraded } from './support/restored.ts';
import { inTodaysWords } from './support/words.ts';

jest.setTimeout(600_000);

/** What the old code answered itself, going on with the same directory. */
const old = recordedAnswers();
const messages = withoutIdleAnnounced(recordedMessages());
let client: Client;
let today: Continued;

/** By messages that the old code sent: the queue had them when the new one came. */
const acts: Acts = {
  closeJune: async () => {
    await sendMessages(
      client.farthing,
      messages.filter(({ body }) => body.includes('"period":"2026-06","overrides":[{')),
    );
    await client.settled();
  },
  sendLate: () =>
    sendMessages(
      client.farthing,
      messages.filter(({ body }) => body.startsWith('1-"magazine"')),
    ),
};

beforeAll(async () => {
  client = await upgraded();
  today = await goOn(client, acts);
});
afterAll(() => client.farthing.remove());

describe('a data directory that fbdfb75 left in the middle of its work', () => {
  it('is read: every list, document, balance, usage and line as the old code answered it', () => {
    expect(Object.keys(today.found).length).toBeGreaterThan(150);
    expect(inTodaysWords(today.found)).toEqual(inTodaysWords(old.found));
  });

  it('has books without a fault, and stays so', () => {
    for (const phase of [today.found, today.closed, today.late]) {
      for (const tenant of ['magazine', 'studio']) {
        expect(JSON.parse(phase[`${tenant} /v1/books/check`] ?? '')).toMatchObject({ faults: [] });
      }
    }
  });

  it('does not close a month over an open entry in quarantine', () => {
    expect(today.waiting).toEqual({ status: 'waiting', reasons: old.waiting.reasons });
    expect(today.waiting.reasons).toMatchObject([{ code: 'quarantine-open' }]);
  });

  it('issues the drafts that waited and closes the fourth month, as the old code would have', () => {
    const changed = onlyChanges(today.closed, today.found);

    expect(inTodaysWords(changed)).toEqual(inTodaysWords(old.closed));
  });

  it('closes it without one adjustment line, and with numbers that go on', () => {
    const june = documentsOf(today.closed, 'magazine').filter(
      ({ period }) => period.firstDay === '2026-06-01',
    );

    expect(june.length).toBeGreaterThan(5);
    expect(june.flatMap(({ lines }) => lines.filter(isAdjustment))).toEqual([]);
    for (const tenant of ['magazine', 'studio']) {
      const numbers = numbersOf(documentsOf(today.closed, tenant));
      expect(numbers.length).toBeGreaterThan(5);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  });

  it('bills usage that comes late as one adjustment of exactly its amount', () => {
    const changed = onlyChanges(today.late, { ...today.found, ...today.closed });
    const adjustments = documentsOf(today.late, 'magazine')
      .filter(({ period }) => period.firstDay === '2026-07-01')
      .flatMap(({ customer, lines }) =>
        lines.filter(isAdjustment).map(({ exactAmount }) => ({ customer, exactAmount })),
      );

    expect(adjustments).toEqual([{ customer: 'tokyo', exactAmount: '0.123457' }]);
    expect(inTodaysWords(changed)).toEqual(withoutIdle(inTodaysWords(old.late)));
  });

  it('changes in nothing when every message of the old code comes again', async () => {
    await sendMessages(client.farthing, messages);
    await client.settled();

    const known = { ...today.found, ...today.closed, ...today.late };
    const again = await readBilling(client, { months: ['2026-07'], known });
    expect(onlyChanges(again, today.late)).toEqual({});
  });
});

interface Line {
  readonly kind: string;
  readonly exactAmount: string;
}
interface Shown {
  readonly type: string;
  readonly customer: string;
  readonly number: string | null;
  readonly period: { readonly firstDay: string };
  readonly lines: readonly Line[];
}

const isAdjustment = ({ kind }: Line): boolean => kind === 'adjustment';

const documentsOf = (recorded: Recorded, tenant: string): readonly Shown[] =>
  Object.entries(recorded).flatMap(([what, text]) =>
    what.startsWith(`${tenant} /v1/invoices/`) && what.endsWith('?format=json')
      ? [JSON.parse(text) as Shown]
      : [],
  );

/** Ordinals of the invoices, ascending. */
const numbersOf = (documents: readonly Shown[]): readonly number[] =>
  documents
    .flatMap(({ type, number }) =>
      type === 'invoice' && number !== null ? [Number(/\d+$/.exec(number)?.[0])] : [],
    )
    .sort((a, b) => a - b);
