import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { haveRules, verdicts } from '../core/documents/rules/electronic-rules.ts';
import {
  billed,
  billingRun,
  nanos,
  owed,
  setUpBilling,
  sum,
  untilSomeAreClosed,
} from './support/billing.ts';
import { applyMeters, counted, expectedCounts, importLog } from './support/counted.ts';
import {
  byCustomer,
  type JournalDocument,
  journalOf,
  keysOf,
  numbersOf,
  postedByCustomer,
} from './support/journal.ts';
import { type Answered, LocalFarthing } from './support/local-stack.ts';
import { hasRealLog, skippedAloud } from './support/real-log.ts';

jest.setTimeout(600_000);

const whenPresent = hasRealLog ? describe : describe.skip;
const period = '2015-05';
let farthing: LocalFarthing;
/** The same usage, to be billed with a mishap. */
let another: LocalFarthing;

async function imported(): Promise<void> {
  farthing = await LocalFarthing.started();
  await applyMeters(farthing);
  await importLog(farthing);
  await farthing.untilSettled();
}

/**
 * May is over in every time zone, and nowhere for a day, so that no schedule bills it. Customers come only now, so that
 * no sweep has months of theirs to close; and nothing compares all that there is meanwhile, as the daily pass would.
 */
async function afterMay(of: LocalFarthing): Promise<void> {
  await of.setClock('2015-06-01T15:00:00Z', { quietly: true });
  await of.untilSettled();
  await setUpBilling(of);
}

interface Invoice {
  readonly id: string;
  readonly customer: string;
  readonly number: string;
  readonly subtotal: string;
  readonly carriedOut: string;
  readonly lines: readonly { kind: string; exactAmount: string; amount: string }[];
}

/** Every invoice as it is served, by all pages of the list. */
async function everyInvoice(): Promise<readonly Invoice[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const query = `period=${period}&limit=40${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { body } = await farthing.request('GET', `/v1/invoices?${query}`);
    const page = body as { invoices: { id: string }[]; nextCursor?: string };
    ids.push(...page.invoices.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return Promise.all(
    ids.map(async (id) => JSON.parse((await farthing.get(`/v1/invoices/${id}`)).text) as Invoice),
  );
}

/** The others have no address, without which EN 16931 has no invoice. */
const hasUbl = ({ kind, customer }: JournalDocument): boolean =>
  kind === 'invoice' && customer === 'press-review';

const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version']).error === undefined;
const itWith = (program: string, name: string, test: () => Promise<void>): void => {
  if (isInstalled(program)) it(name, test);
  else it.skip(`${name} (skipped: ${program} is not installed)`, test);
};

const digestOf = ({ bytes }: Answered): string =>
  createHash('sha256').update(bytes).digest('base64');

/** Runs a program on an export of the books. */
async function checked(format: string, program: string, ...args: readonly string[]) {
  const file = join(farthing.directory, `books.${format}`);
  writeFileSync(file, (await farthing.get(`/v1/books?format=${format}`)).text);
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { status, stdout, stderr } = spawnSync(program, [...args, file], { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

beforeAll(async () => {
  if (hasRealLog) await imported();
});
afterAll(async () => {
  if (hasRealLog) await farthing.remove();
});

whenPresent(`a month of a real access log${skippedAloud}`, () => {
  it('is counted as an independent count of the file gives it, by type, subject and local day', async () => {
    expect(await counted(farthing)).toEqual(expectedCounts());
  });

  it('comes, invoiced and carried, to the nano to what an independent recount of the file comes to', async () => {
    await farthing.stop();
    another = await LocalFarthing.copyOf(farthing);
    await farthing.start();
    await afterMay(farthing);

    const run = await billed(farthing, period);

    const expected = owed();
    const journal = await journalOf(farthing);
    const invoiced = postedByCustomer(journal, /:receivable$|^tax:/);
    const carried = postedByCustomer(journal, /:carry$/);
    const both = [...expected.keys()].map(
      (key) => [key, (invoiced.get(key) ?? 0n) + (carried.get(key) ?? 0n)] as const,
    );
    expect(run).toMatchObject({
      status: 'done',
      counts: { closed: expected.size, parked: 0, open: 0, 'not-ended': 0 },
    });
    expect(journal).toHaveLength(expected.size);
    expect(new Map(both)).toEqual(expected);
    expect(sum(invoiced.values()) + sum(carried.values())).toBe(sum(expected.values()));
    expect(sum(carried.values())).not.toBe(0n);
  });

  it('has invoices whose lines say the same, each numbered once and without a gap', async () => {
    const invoices = await everyInvoice();

    const expected = owed();
    for (const { customer, lines, subtotal, carriedOut } of invoices) {
      const usage = lines.filter(({ kind }) => kind === 'usage');
      expect(sum(usage.map(({ exactAmount }) => nanos(exactAmount)))).toBe(expected.get(customer));
      expect(sum(lines.map(({ amount }) => nanos(amount)))).toBe(nanos(subtotal));
      expect(nanos(subtotal) + nanos(carriedOut)).toBe(expected.get(customer));
    }
    const numbers = invoices.map(({ number }) => number);
    const inARow = numbers.map((_, index) => `INV-2015-${String(index + 1).padStart(6, '0')}`);
    expect(numbers.toSorted()).toEqual(inARow);
    expect(invoices.length).toBeGreaterThan(40);
  });

  it('is booked by entries that balance, and the check finds no fault', async () => {
    const journal = await journalOf(farthing);
    const check = await farthing.request('GET', '/v1/books/check');

    for (const { postings } of journal) {
      expect(sum(postings.map(({ amount }) => nanos(amount)))).toBe(0n);
    }
    expect(check.body).toMatchObject({ documents: journal.length, faults: [] });
  });

  itWith('hledger', 'adds up in hledger to the balances of the accounts', async () => {
    const strict = await checked('hledger', 'hledger', 'check', '--strict', '-f');
    const table = ['balance', '--flat', '-O', 'csv', '--no-total', '-f'];
    const { stdout } = await checked('hledger', 'hledger', ...table);

    const theirs = new Map<string, bigint>();
    for (const row of stdout.trim().split('\n').slice(1)) {
      const [name = '', amount = ''] = row.slice(1, -1).split('","');
      const account = name.replace(/^customer:.*:/, 'customers:');
      theirs.set(account, (theirs.get(account) ?? 0n) + nanos(amount.replace(/ EUR$/, '')));
    }
    const { body } = await farthing.request('GET', '/v1/accounts');
    const { accounts } = body as { accounts: { account: string; balance: string }[] };
    expect({ status: strict.status, stderr: strict.stderr }).toEqual({ status: 0, stderr: '' });
    expect(theirs).toEqual(
      new Map(accounts.map(({ account, balance }) => [account, nanos(balance)])),
    );
  });

  itWith('bean-check', 'passes bean-check, with the balances that the export asserts', async () => {
    expect(await checked('beancount', 'bean-check')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('is stored in every form, once its documents queue is empty', async () => {
    await farthing.untilSettled();

    expect(await farthing.storedForms()).toEqual(keysOf(await journalOf(farthing), hasUbl));
  });

  it('changes in nothing when the run is repeated', async () => {
    const some = (await journalOf(farthing)).filter((_, index) => index % 15 === 0);
    const shown = async () =>
      Promise.all([
        farthing.get('/v1/books?format=csv'),
        ...some.flatMap(({ id }) => [
          farthing.get(`/v1/invoices/${id}`),
          farthing.get(`/v1/invoices/${id}`, 'application/pdf'),
        ]),
      ]);
    const before = await shown();

    const run = await billed(farthing, period);

    expect(run.status).toBe('done');
    const after = await shown();
    expect(after.map(({ status }) => status)).toEqual(after.map(() => 200));
    expect(after.map(digestOf)).toEqual(before.map(digestOf));
  });

  const itWithRules = haveRules ? it : it.skip;
  itWithRules(
    `has UBL that breaks no rule of EN 16931${haveRules ? '' : ' (skipped: the rules are absent)'}`,
    async () => {
      const { status, text } = await farthing.get(await pathOf('press-review'), 'application/xml');

      expect(status).toBe(200);
      expect((await verdicts('ubl', { ours: text })).get('ours')).toEqual([]);
    },
  );

  it('has a PDF that is the same bytes each time, with their digest', async () => {
    const path = await pathOf('archive');

    const [first, second] = [
      await farthing.get(path, 'application/pdf'),
      await farthing.get(path, 'application/pdf'),
    ];

    expect(first.headers.get('content-type')).toBe('application/pdf');
    expect(first.text.slice(0, 5)).toBe('%PDF-');
    expect(first.headers.get('repr-digest')).toBe(`sha-256=:${digestOf(first)}:`);
    expect(digestOf(second)).toBe(digestOf(first));
  });

  it('has CSV whose amounts, lines and tax, add up to the total', async () => {
    const path = await pathOf('press-review');
    const { text, headers } = await farthing.get(path, 'text/csv');
    const { total } = JSON.parse((await farthing.get(path)).text) as { total: string };

    const [head = '', ...rows] = text.trimEnd().split('\r\n');
    const at = head.split(',').indexOf('amount');
    const amounts = rows.map((row) => nanos(fieldsOf(row)[at] ?? 'none'));
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(sum(amounts)).toBe(nanos(total));
  });
});

/** Where the invoice of a customer with one is. */
async function pathOf(customer: string): Promise<string> {
  const { body } = await farthing.request('GET', `/v1/invoices?customer=${customer}`);
  const [invoice] = (body as { invoices: { id: string }[] }).invoices;
  return `/v1/invoices/${invoice?.id ?? 'none'}`;
}

/** Fields of a CSV row that has no line breaks in them. */
const fieldsOf = (row: string): readonly string[] =>
  [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field = '']) => field);

whenPresent(`a billing run that is killed in the middle${skippedAloud}`, () => {
  afterAll(() => another.remove());

  it('ends, run again on the same data, in the books that an undisturbed run gives', async () => {
    await another.start();
    await afterMay(another);
    await another.request('POST', '/v1/billing-runs', { period });
    await untilSomeAreClosed(another, period);
    await another.kill();
    await another.start();
    const { counts: found } = await billingRun(another, period);
    const stored = await another.storedForms();

    const run = await billed(another, period);

    const journal = await journalOf(another);
    const undisturbed = await journalOf(farthing);
    expect(found.open).toBeGreaterThan(0);
    // Months were closed whose documents were not all there.
    expect(stored.length).toBeLessThan(3 * found.closed);
    expect(run).toMatchObject({ status: 'done', counts: { open: 0, parked: 0 } });
    expect(byCustomer(journal)).toEqual(byCustomer(undisturbed));
    expect(numbersOf(journal, 'invoice')).toEqual(numbersOf(undisturbed, 'invoice'));
    expect((await another.request('GET', '/v1/books/check')).body).toMatchObject({ faults: [] });
  });

  it('has every document stored in the end, also of what was closed before it was killed', async () => {
    await another.untilSettled();

    expect(await another.storedForms()).toEqual(keysOf(await journalOf(another), hasUbl));
  });
});
