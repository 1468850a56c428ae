import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import fc from 'fast-check';
import { journalPage } from '../../../core/books/export/export-journal.ts';
import { reportDays, reportNames } from '../../../core/contract/reports/report-names.ts';
import { laterDate } from '../../../core/kernel/local-calendar.ts';
import { makeReport } from '../../../core/reports/make-report.ts';
import { reportQuestion } from '../../../core/reports/question.ts';
import { itWith } from '../../support/outside-programs.ts';
import { ranOutside } from '../../support/ran-outside.ts';
import { finances, payerKeys, someMonths, tenant } from '../../support/some-finances.ts';

const folder = mkdtempSync(join(tmpdir(), 'farthing-reports-hledger-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The same books on every run, of five months. */
const months =
  fc.sample(someMonths, { seed: 20, numRuns: 40 }).find(({ length }) => length === 5) ?? [];
const days = { from: '2026-02-10', to: '2026-03-20' };
const bounds = { through: undefined, documentsMax: 10_000 };

/** What hledger says of all accounts: nanos by account and currency. */
function balancesOf(file: string, args: readonly string[]): ReadonlyMap<string, bigint> {
  const { stdout } = ranOutside('hledger', [
    ...['-f', file, 'balance', '--flat', '-N', '-O', 'csv'],
    ...args,
  ]);
  const sums = new Map<string, bigint>();
  for (const [, account = '', amounts = ''] of stdout.matchAll(/^"([^"]*)","([^"]*)"$/gm)) {
    for (const [, sign, whole = '', places = '', currency = ''] of amounts.matchAll(
      /(-?)(\d+)(?:\.(\d+))? ([A-Z]{3})/g,
    )) {
      const nanos = BigInt(`${whole}${places.padEnd(9, '0')}`);
      sums.set(`${account} ${currency}`, sign === '-' ? -nanos : nanos);
    }
  }
  return sums;
}

function isMeant(shown: string, account: string): boolean {
  const [whose, kind] = shown.split(':');
  if (whose === 'customers') return account.startsWith('customer:') && account.endsWith(`:${kind}`);
  return shown === 'tax' ? account.startsWith('tax:') : account === shown;
}

/** Of an account, or of all that a name stands for. */
const sumOf = (balances: ReadonlyMap<string, bigint>, shown: string, currency: string): bigint =>
  [...balances]
    .filter(([name]) => name.endsWith(` ${currency}`) && isMeant(shown, name.slice(0, -4)))
    .reduce((sum, [, amount]) => sum + amount, 0n);

const questions = reportNames.flatMap((report) => {
  const sent = reportDays[report] === 'asOf' ? { asOf: days.to } : days;
  return report === 'customer-statement'
    ? payerKeys.map((customer) => reportQuestion(report, { ...sent, customer }))
    : [reportQuestion(report, sent)];
});

async function agreementsOf(
  world: Awaited<ReturnType<typeof finances>>,
  question: (typeof questions)[number],
) {
  const { tables } = await makeReport(world, tenant, question, bounds);
  return tables.flatMap(({ currency, agreements }) =>
    agreements.map((agreement) => ({ report: question.report, currency, ...agreement })),
  );
}

describe('reports and hledger', () => {
  itWith('hledger', 'say the same of each account that a report adds up to', async () => {
    const world = await finances(months);
    const asked = { format: 'hledger', after: undefined, bytesMax: 1e9 } as const;
    const file = join(folder, 'books.journal');
    writeFileSync(file, (await journalPage(world, tenant, asked)).text);
    const after = laterDate(days.to, 1);
    const within = ['-b', days.from, '-e', after];
    const said = {
      opening: balancesOf(file, ['-e', days.from]),
      change: balancesOf(file, within),
      balance: balancesOf(file, ['-e', after]),
    };
    const byKinds = balancesOf(file, [...within, 'desc:^(invoice|credit-note|void) ']);

    const agreements = (await Promise.all(questions.map((one) => agreementsOf(world, one)))).flat();

    const theirs = agreements.map(({ currency, account, of, kinds }) =>
      sumOf(kinds === undefined ? said[of] : byKinds, account, currency),
    );

    expect(agreements.map((one, index) => ({ ...one, posted: theirs[index] }))).toEqual(agreements);
    expect(theirs.filter((sum) => sum !== 0n).length).toBeGreaterThan(20);
  });
});
