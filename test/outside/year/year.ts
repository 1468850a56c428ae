import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { isInstalled } from '../../support/ran-outside.ts';
import { balancesIn, journalOf, postedIn, programsFaults } from './checks.ts';
import { playYear } from './play.ts';
import { reportsFaults } from './reports.ts';
import { rulesFaults } from './rules.ts';
import { decimal } from './till.ts';

/** A year of a business, over HTTP, and what does not add up of it. */
export async function yearFaults(): Promise<readonly string[]> {
  const farthing = await LocalFarthing.started();
  try {
    await playYear(farthing);
    return await faultsOf(farthing);
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

/** What does not add up of what was played. */
async function faultsOf(farthing: LocalFarthing): Promise<readonly string[]> {
  const journal = await journalOf(farthing);
  const check = JSON.parse(await farthing.farthing('books', 'check', '--json')) as {
    readonly faults: readonly object[];
  };
  const left = [...balancesIn(journal)].filter(([account]) => account.startsWith('deferred:'));
  return [
    ...check.faults.map((fault) => `the check of the books: ${JSON.stringify(fault)}`),
    ...left.map(([account, amount]) => `${account} ends at ${decimal(amount)}, not at zero`),
    ...(await programsFaults(farthing, journal)),
    ...(isInstalled('hledger') ? await reportsFaults(farthing, await postedIn(farthing)) : []),
    ...(await rulesFaults(farthing, journal)),
  ];
}
