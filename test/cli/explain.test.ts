import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { answeredInvoice, january } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

async function run(answerTo: (request: SeenRequest) => FakeAnswer, args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

const document = answeredInvoice('INV-1', [
  { description: 'Views', reason: '1000 of views at 0.0123 each' },
  { description: 'Base fee', kind: 'fee', reason: 'a fixed fee for 2026-01' },
]);
const [line] = document.lines;

const usage = {
  meter: 'views',
  aggregation: 'count',
  eventType: 'view',
  dimensions: ['section'],
  subjects: 2,
  quantity: '1002',
  ratedAmount: '12.3246',
  addsUp: true,
  billed: [],
  difference: {
    quantity: '2',
    billedSince: '0',
    open: '2',
    detail: 'usage is 2 more than this document billed',
  },
};
const explanation = {
  invoice: {
    type: 'invoice',
    id: 'inv_0001',
    number: 'INV-1',
    status: 'issued',
    customer: 'press',
    currency: 'EUR',
    period: january,
  },
  line,
  reason: '1000 of views at 0.0123 each',
  price: { plan: 'reader', effectiveFrom: '2026-01-01' },
  stretch: { period: january, month: '2026-01', days: 31, daysOfMonth: 31 },
  steps: [{ of: 'units', quantity: '1000', price: '0.0123', amount: '12.3' }],
  usage,
};
const tallyAt = (day: string) => ({
  start: `2026-01-${day}T00:00:00Z`,
  end: `2026-01-${day}T23:00:00Z`,
  subject: 'app-1',
  dimensions: { section: day === '02' ? null : 'sport' },
  quantity: '1000',
});
const eventAt = (id: string) => ({
  source: 'urn:a',
  id,
  time: '2026-01-01T10:00:00Z',
  subject: 'app-1',
  dimensions: { section: 'sport' },
  value: '1',
});

/** Two pages of tallies, two of events. */
function farthing({ path, query }: SeenRequest): FakeAnswer {
  if (path === '/v1/invoices/INV-1') return { status: 200, json: document };
  const isLast = query['cursor'] === 'next';
  const page =
    query['events'] === 'true'
      ? { events: [eventAt(isLast ? 'second' : 'first')] }
      : { tallies: [tallyAt(isLast ? '02' : '01')] };
  const nextCursor = isLast ? {} : { nextCursor: 'next' };
  return { status: 200, json: { ...explanation, ...page, ...nextCursor } };
}

describe('farthing explain', () => {
  it('lists the lines of a document with a reason each', async () => {
    const { code, printed, seen } = await run(farthing, ['explain', 'INV-1']);

    expect(code).toBe(0);
    expect(seen.map(({ path }) => path)).toEqual(['/v1/invoices/INV-1']);
    expect(printed).toMatch(/1 +Views +12\.3 +12\.30 +1000 of views at 0\.0123 each/);
    expect(printed).toMatch(/2 +Base fee +12\.3 +12\.30 +a fixed fee for 2026-01/);
    expect(printed).toContain('subtotal 12.30 EUR, total 14.64 EUR');
  });

  it('goes from a line to its calculation, its usage and the first events, and says what differs', async () => {
    const { code, printed, seen } = await run(farthing, ['explain', 'INV-1', '1']);

    expect(code).toBe(0);
    expect(seen.map(({ path, query }) => [path, query])).toEqual([
      ['/v1/invoices/INV-1/lines/1', { limit: '20' }],
      ['/v1/invoices/INV-1/lines/1', { limit: '5', events: 'true' }],
    ]);
    expect(printed).toContain('INV-1, line 1: Views\npress, 2026-01-01 to 2026-01-31 in UTC');
    expect(printed).toMatch(/units +1,000 +0\.0123 +12\.3/);
    expect(printed).toContain('DIFFERS: usage is 2 more than this document billed');
    expect(printed).toMatch(/2026-01-01 +app-1 +sport +1,000\n… and more: add --all/);
    expect(printed).toContain('events from urn:a\n');
    expect(printed).toMatch(/app-1 +first +sport +1\n… and more: add --events/);
  });

  it('names a statement that left something by its id, and the month it is invoiced with', async () => {
    const carried = [
      {
        ...{ id: 'inv_nov', type: 'statement', number: null, period: '2026-11' },
        ...{ exactAmount: '12.3', invoicedWith: '2027-01' },
      },
    ];
    const steps = [{ of: 'carried', quantity: '1', amount: '12.3' }];
    const answer = { status: 200, json: { ...explanation, usage: undefined, steps, carried } };

    const { printed } = await run(() => answer, ['explain', 'INV-1', '5']);

    expect(printed).toContain('left by the statement of 2026-11 (inv_nov), invoiced with 2027-01');
  });

  it('shows all of the usage, hour by hour, where that is asked for', async () => {
    const { printed, seen } = await run(farthing, [
      'explain',
      'INV-1',
      '1',
      '--all',
      '--window',
      'hour',
    ]);

    expect(seen.map(({ query }) => query)).toEqual([
      { window: 'hour', limit: '1000' },
      { window: 'hour', limit: '1000', cursor: 'next' },
    ]);
    expect(printed).toContain('2026-01-01  app-1    sport');
    expect(printed).toContain('2026-01-02  app-1    (none)');
    expect(printed).not.toContain('and more');
  });

  it('shows all events, page by page', async () => {
    const { printed, seen } = await run(farthing, ['explain', 'INV-1', '1', '--events']);

    expect(seen.map(({ query }) => query['cursor'])).toEqual([undefined, 'next']);
    expect(printed.indexOf('first')).toBeLessThan(printed.indexOf('second'));
    expect(printed).toContain('2 events behind line 1');
  });

  it('is one JSON document with --json, with all rows or all events', async () => {
    const rows = await run(farthing, ['--json', 'explain', 'INV-1', '1']);
    const events = await run(farthing, ['--json', 'explain', 'INV-1', '1', '--events']);
    const all = await run(farthing, ['--json', 'explain', 'INV-1']);

    expect(JSON.parse(rows.printed)).toEqual({
      ...explanation,
      tallies: [tallyAt('01'), tallyAt('02')],
    });
    expect(JSON.parse(events.printed)).toEqual({
      ...explanation,
      events: [eventAt('first'), eventAt('second')],
    });
    expect(JSON.parse(all.printed)).toMatchObject({
      number: 'INV-1',
      lines: [
        { id: '1', reason: '1000 of views at 0.0123 each' },
        { id: '2', reason: 'a fixed fee for 2026-01' },
      ],
    });
  });

  it('says of a level what it was opened with, and what it has its share of', async () => {
    const level = {
      ...usage,
      opening: { level: '10', quantity: '5.16129032258' },
      monthQuantity: '3',
    };
    const { printed } = await run(
      () => ({ status: 200, json: { ...explanation, usage: level, tallies: [tallyAt('01')] } }),
      ['explain', 'INV-1', '1'],
    );

    expect(printed).toContain('its share by time of 3 in the month');
    expect(printed).toContain('opened with a level of 10\nof which comes 5.16129032258; rows are');
  });

  it('says of rolling windows which of them it is for', async () => {
    const dayOf = (day: number, quantity: string) => ({
      start: `2026-01-0${day}T00:00:00Z`,
      end: `2026-01-${String(day + 7).padStart(2, '0')}T00:00:00Z`,
      quantity,
    });
    const windows = [dayOf(1, '2'), dayOf(2, '9'), dayOf(3, '3')];
    const said = async (statistic: string) => {
      const level = { ...usage, quantity: '9', window: { rolling: 'P7D', statistic }, windows };
      const { printed } = await run(
        () => ({ status: 200, json: { ...explanation, usage: level, tallies: [] } }),
        ['explain', 'INV-1', '1'],
      );
      return printed;
    };

    expect(await said('max')).toContain(
      'the greatest of windows of P7D, one for each of 3 days: from 2026-01-02T00:00:00Z until 2026-01-09T00:00:00Z',
    );
    expect(await said('mean')).toContain('the mean of windows of P7D, one for each of 3 days\n');
  });

  it('says of a level that goes on that nothing changed it, without an empty table', async () => {
    const level = { ...usage, opening: { level: '4', quantity: '1.161290322581' } };
    const { printed } = await run(
      () => ({ status: 200, json: { ...explanation, usage: level, tallies: [] } }),
      ['explain', 'INV-1', '1'],
    );

    expect(printed).toContain(
      'opened with a level of 4\nof which comes all 1.161290322581: nothing changed it after that',
    );
    expect(printed).not.toContain('from (');
  });

  it.each([
    [{}, 'it is one unique_count over all of them'],
    [
      { window: { rolling: 'P7D', statistic: 'max' }, windows: [] },
      'it is one unique_count of each window of P7D',
    ],
  ])('says of what is distinct that its rows do not add up: %j', async (own, why) => {
    const distinct = { ...usage, aggregation: 'unique_count', addsUp: false, ...own };
    const { printed } = await run(
      () => ({ status: 200, json: { ...explanation, usage: distinct, tallies: [tallyAt('01')] } }),
      ['explain', 'INV-1', '1'],
    );

    expect(printed).toContain(`rows do not add up to the whole: ${why}\n`);
  });

  it('has no usage to show of a line without', async () => {
    const { usage: _, ...fee } = explanation;
    const { code, printed, seen } = await run(
      () => ({ status: 200, json: { ...fee, reason: 'a fixed fee for 2026-01' } }),
      ['explain', 'INV-1', '3'],
    );

    expect([code, seen.length]).toEqual([0, 1]);
    expect(printed).toContain('a fixed fee for 2026-01');
    expect(printed).not.toContain('usage as of now');
  });

  it.each([
    [['explain', 'INV-1', '--events'], 'name a line, too'],
    [['explain', 'INV-1', '1', '--events', '--all'], 'choose one of --all and --events'],
    [['explain', 'INV-1', '1', '--window', 'year'], 'Allowed choices are day, hour'],
  ])('is called wrongly with %j', async (args, message) => {
    const { code, warned, seen } = await run(farthing, args);

    expect([code, seen]).toEqual([2, []]);
    expect(warned).toContain(message);
  });
});
