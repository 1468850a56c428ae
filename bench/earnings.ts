import { Books } from '../core/books/books.ts';
import { findWorths } from '../core/earnings/find-worths.ts';
import { type EarningsMessage, earningsMessageFrom } from '../core/earnings/message.ts';
import { partOf } from '../core/earnings/parts.ts';
import type { PayerWorth, ShareMonth, ShareMonths } from '../core/earnings/ports.ts';
import { beginStatements } from '../core/earnings/statements/state-month.ts';
import { payerWorthBytes } from '../core/earnings/stored-worth.ts';
import { type EarningsPorts, workOff } from '../core/earnings/work-off.ts';
import { decimalFromInteger } from '../core/kernel/decimal.ts';
import { exactOf } from '../core/kernel/exact-amount.ts';
import { timestampOf } from '../core/kernel/timestamp.ts';
import { inMemoryQueue } from '../test/fakes/queue.ts';
import { inMemoryShareMonths } from '../test/fakes/share-months.ts';
import { aShare } from '../test/fixtures/shares.ts';
import { aPaidPress, january, ofReads, readsOf, tenant } from '../test/support/a-paid-press.ts';
import { type Asked, CountedBooksCells, CountedBooksLog, Tally } from './counted-stores.ts';
import { lambdaMbPerProcessor, prices } from './prices.ts';

/** One time that a month was added up. */
interface RoundSpeed {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly documents: number;
  readonly messages: number;
  /** The most that was held, with all stores, less what these held before and after. */
  readonly heldMb: number;
  readonly books: Asked;
  readonly cells: Asked;
  readonly months: Asked;
}

/** A month of many payees. */
export interface EarningsSpeed {
  readonly payees: number;
  readonly payers: number;
  readonly first: RoundSpeed;
  /** Where nothing of what payees earn has changed. */
  readonly again: RoundSpeed;
  /** The statements of all payees. */
  readonly statements: RoundSpeed;
  /** Payers a second of which it is found out what their month is worth, each with so many values. */
  readonly found: { readonly payersPerSecond: number; readonly values: number };
}

const VALUES = 100;
const PAYERS_FOUND = 60;
const MB = 1_048_576;
const SECOND = 1_000;
const MICROS = 1_000_000;

/** Adds up a month in which each payer has read a hundred authors, and posts what these earn; then once more. */
export async function measureEarnings(
  payees: number,
  say: (line: string) => void,
): Promise<EarningsSpeed> {
  const payers = payees / 10;
  say(`earnings: ${payees} payees of ${payers} payers`);
  const tally = new Tally();
  const press = await aPaidPress({ shares: [], now: timestampOf(Date.UTC(2026, 1, 3)) });
  const [log, cells] = [new CountedBooksLog(tally), new CountedBooksCells(tally)];
  const months = countedMonths(inMemoryShareMonths(), tally);
  const ports = {
    ...press.earnings,
    ...{ log, cells, months, books: new Books({ log, cells, clock: press.clock }) },
  };
  for (let payer = 0; payer < payers; payer += 1) await months.putWorth(aWorth(payer, payees));
  const first = await measured(ports, tally, roundNamed('first'));
  say(`earnings: ${first.documents} documents after ${first.seconds.toFixed(0)} s`);
  const again = await measured(ports, tally, roundNamed('again'));
  for (let payee = 0; payee < payees; payee += 1) {
    const body = { name: `Author ${payee}`, country: 'FR' };
    await ports.payees.put(tenant, { key: `author-${payee}`, revision: 1, body });
  }
  const statements = await measured(ports, tally, statementsRound);
  return { payees, payers, first, again, statements, found: await measureFound() };
}

/** What is measured: how it begins, and how many documents it has made of a month. */
interface Round {
  readonly by: string;
  readonly begin: (ports: EarningsPorts) => Promise<unknown>;
  readonly documents: (month: ShareMonth | undefined) => number | undefined;
}

const roundNamed = (by: string): Round => ({
  by,
  begin: async ({ months, clock, queue }) => {
    const before = await months.month(tenant, january);
    const month = { tenant, month: january, isDue: true, round: before?.round, at: clock.now() };
    await months.putMonth({ ...month, revision: (before?.revision ?? 0) + 1 });
    await queue.send([JSON.stringify({ kind: 'fold', tenant } satisfies EarningsMessage)]);
  },
  documents: (month) => (month?.round?.doneAt === undefined ? undefined : month.round.posted),
});

const statementsRound: Round = {
  by: 'statements',
  begin: (ports) => beginStatements(ports, { tenant, month: january }),
  documents: (month) =>
    month?.statements?.doneAt === undefined ? undefined : month.statements.made,
};

/** What was read of a hundred authors, others for each payer: ten payers read each. */
function aWorth(payer: number, payees: number): PayerWorth {
  const lines = Array.from({ length: VALUES }, (_, index) => {
    const value = `author-${(payer * VALUES + index * 7) % payees}`;
    const amount = 123_456_789_123_456_789_123_457n * BigInt(index + 1);
    const own = (amount * 7n) / 10n;
    return {
      ...{ share: 'authors', meter: 'reads', value, quantity: decimalFromInteger(BigInt(index)) },
      ...{ amount: exactOf(amount), platform: exactOf(amount - own) },
      payees: [{ payee: value, amount: exactOf(own) }],
    };
  });
  const amount = exactOf(lines.reduce((sum, line) => sum + line.amount, 0n));
  return {
    ...{ tenant, month: january, payer: `reader-${payer}`, currency: 'EUR', country: 'FR' },
    ...{ amount, unshared: exactOf(0n), lines, gone: [], refused: undefined, revision: 1 },
  };
}

/** A round from its beginning to its end, each message after the other. */
async function measured(
  earnings: EarningsPorts,
  tally: Tally,
  { by, begin, documents }: Round,
): Promise<RoundSpeed> {
  const queue = inMemoryQueue();
  const ports = { ...earnings, queue };
  tally.by = by;
  const held = heldBytes();
  let most = held;
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await begin(ports);
  for (const body of queue.bodies) {
    await workOff(ports, earningsMessageFrom(body));
    most = Math.max(most, heldBytes());
  }
  const { user, system } = process.cpuUsage(used);
  const made = documents(await ports.months.month(tenant, january));
  if (made === undefined) throw new Error('the month is done in the end');
  return {
    seconds: (performance.now() - begun) / SECOND,
    processorSeconds: (user + system) / MICROS,
    documents: made,
    messages: queue.bodies.length,
    heldMb: Math.max(0, most - Math.max(held, heldBytes())) / MB,
    books: tally.of(by, 'books'),
    cells: tally.of(by, 'cells'),
    months: tally.of(by, 'months'),
  };
}

const heldBytes = (): number => process.memoryUsage().heapUsed;

function countedMonths(months: ShareMonths, tally: Tally): ShareMonths {
  const sizes = new Map<string, number>();
  return {
    ...months,
    putWorth: (worth) => {
      sizes.set(worth.payer, payerWorthBytes(worth)?.length ?? 0);
      return months.putWorth(worth);
    },
    marks: (...asked) => {
      tally.read('months', 0);
      return months.marks(...asked);
    },
    putMonth: (month) => {
      tally.write('months', SECOND);
      return months.putMonth(month);
    },
    async *worths(...asked) {
      let bytes = 0;
      for await (const page of months.worths(...asked)) {
        for (const { payer } of page) bytes += sizes.get(payer) ?? 0;
        yield page;
      }
      tally.read('months', bytes);
    },
  };
}

async function measureFound(): Promise<EarningsSpeed['found']> {
  const readers = Array.from({ length: PAYERS_FOUND }, (_, index) => `reader-${index}`);
  const shares = [aShare('authors', [{ to: 'value', shares: 1 }], '2020-01-01', { of: ofReads })];
  const press = await aPaidPress({ shares, readers });
  for (const reader of readers) {
    const authors = Array.from({ length: VALUES }, (_, index) => `author-${index}`);
    await press.use(authors.flatMap((author) => readsOf(reader, author, 1)));
    await press.close(reader);
    await press.earnings.months.mark(tenant, { month: january, payer: reader, token: 'a' });
  }
  const begun = performance.now();
  for (const part of new Set(readers.map(partOf))) {
    await findWorths(press.earnings, tenant, { month: january, part });
  }
  const payersPerSecond = PAYERS_FOUND / ((performance.now() - begun) / SECOND);
  return { payersPerSecond, values: VALUES };
}

/** In dollars, at the list prices of `prices.ts`; a local processor-second is charged as one of Lambda. */
function costOf({ processorSeconds, messages, ...stores }: RoundSpeed): number {
  const asked = [stores.books, stores.cells, stores.months];
  const sum = (of: (one: Asked) => number) => asked.map(of).reduce((all, one) => all + one, 0);
  const gb = lambdaMbPerProcessor / 1_024;
  return (
    (sum(({ writeUnits }) => writeUnits) * prices.dynamoDbPerMillionWriteUnits) / MICROS +
    (sum(({ readUnits }) => readUnits) * prices.dynamoDbPerMillionReadUnits) / MICROS +
    processorSeconds * gb * prices.lambdaPerGbSecond +
    (messages * (prices.lambdaPerMillionRequests + 3 * prices.sqsPerMillionUnits)) / MICROS
  );
}

/** The results as Markdown. */
export function earningsPart(speed: EarningsSpeed | undefined): string[] {
  if (speed === undefined) return [];
  const { payees, payers, first, again, statements, found } = speed;
  const row = (name: string, round: RoundSpeed): string => {
    const { seconds, documents, heldMb, books, cells, months } = round;
    const units = [
      ...[books.writeUnits, cells.writeUnits, cells.readUnits],
      books.readUnits + months.readUnits,
    ];
    const dear = (costOf(round) * 100_000) / payees;
    return `| ${name} | ${documents} | ${seconds.toFixed(1)} | ${(payees / seconds).toFixed(0)} | ${heldMb.toFixed(0)} | ${units.map((one) => one.toFixed(0)).join(' | ')} | ${dear.toFixed(3)} |`;
  };
  return [
    '## What payees earn (`npm run bench -- earnings`)\n',
    `A month of ${payees} payees and ${payers} payers, each of which has read 100 of them: added up and posted, as its messages do one after the other, with stores in memory that count what they are asked. Then once more, with nothing changed; then the statements of all payees. Units are DynamoDB's; dollars are at list prices for 100,000 payees, with each processor-second charged as one of Lambda. What their month is worth is found out of ${found.payersPerSecond.toFixed(0)} payers a second, each with ${found.values} values.\n`,
    '| round | documents | s | payees/s | MB held | write units: books | cells | read units: cells | books and worths | $ for 100,000 |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    row('first', first),
    row('again', again),
    row('statements', statements),
    '',
  ];
}
