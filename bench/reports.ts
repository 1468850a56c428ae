import { parseArgs } from 'node:util';
import { type ReportName, reportDays, reportNames } from '../core/contract/reports/report-names.ts';
import { closePeriods } from '../core/invoicing/close-periods.ts';
import { recordPayment } from '../core/payments/record-payment.ts';
import { makeReport } from '../core/reports/make-report.ts';
import { reportQuestion } from '../core/reports/question.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../test/fixtures/invoicing.ts';

/** How many documents a second of one processor each report reads: `node bench/reports.ts --payers 200`. */
const tenant = 'acme';
const { values } = parseArgs({ options: { payers: { type: 'string', default: '200' } } });
const payers = Array.from(
  { length: Number.parseInt(values.payers, 10) },
  (_, index) => `c${index}`,
);

/** Five months of invoices of five lines with tax, each paid in part. */
async function billedBooks() {
  const world = someBooks();
  for (const month of ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05']) {
    world.time.now = (Date.parse(`${month}-01`) + 40 * 86_400_000) as typeof world.time.now;
    const charges = ['a', 'b', 'c', 'd', 'e'].map((meter) => aCharge('1000', '0.0123', { meter }));
    const closed = await closePeriods(
      world,
      tenant,
      payers.map((customer) =>
        aClosing({
          terms: someTerms({ customer, taxes: new Map([['standard', vat('19')]]) }),
          current: aMonth(month, charges),
        }),
      ),
    );
    for (const outcome of closed) {
      if (outcome.status !== 'closed') continue;
      await recordPayment(world.books, tenant, {
        ...{ invoice: outcome.document.id, rail: 'bank', reference: 'r' },
        ...{ amount: nanos('5'), receivedAt: world.time.now },
      });
    }
  }
  return world;
}

async function secondsOf(world: Awaited<ReturnType<typeof billedBooks>>, name: ReportName) {
  const days =
    reportDays[name] === 'asOf' ? { asOf: '2026-12' } : { from: '2026-01', to: '2026-12' };
  const customer = name === 'customer-statement' ? { customer: payers[0] } : {};
  const question = reportQuestion(name, { ...days, ...customer });
  const before = process.cpuUsage();
  const bounds = { through: undefined, documentsMax: Number.POSITIVE_INFINITY };
  const { documents } = await makeReport(world, tenant, question, bounds);
  const { user, system } = process.cpuUsage(before);
  return { documents, seconds: (user + system) / 1e6 };
}

const world = await billedBooks();
for (const name of reportNames) {
  // Not counted: programs are compiled.
  await secondsOf(world, name);
  const { documents, seconds } = await secondsOf(world, name);
  console.log(`${name}: ${documents} documents, ${Math.round(documents / seconds)} a second`);
}
