import { exactFromNanos } from '../../../core/kernel/money.ts';
import { monthFrom } from '../../../core/kernel/month.ts';
import { utc } from '../../../core/kernel/time-zone.ts';
import { postShares } from '../../../core/payees/post-shares.ts';
import { callDataOf } from '../../../core/payouts/chain/commit.ts';
import { lookAtCommit } from '../../../core/payouts/chain/look-at-commit.ts';
import { prepareCommit } from '../../../core/payouts/chain/prepare-commit.ts';
import { approveRun } from '../../../core/payouts/move-run.ts';
import { putPayeePayout } from '../../../core/payouts/payee-payout.ts';
import { putPayoutSettings } from '../../../core/payouts/payout-settings.ts';
import { prepareRun } from '../../../core/payouts/prepare-run.ts';
import { submitRun } from '../../../core/payouts/submit-run.ts';
import type { PayoutRoutePorts } from '../../../functions/serve-rails/serve-payouts.ts';
import { aContract, type FakeContract } from '../../fakes/payout-contract.ts';
import { nanos, tenant } from '../../support/payees-in-books.ts';
import type { SomeBilling } from '../../support/some-billing.ts';
import { tellOf } from './documented-payees.ts';

const owed = { bea: '30', carl: '20.5', dora: '12.25' } as const;
type Payee = keyof typeof owed;
const payees = Object.keys(owed) as readonly Payee[];
const period = monthFrom('2026-10');

/** What payees are paid with, and the contract that pays on a chain. */
type DocumentedPorts = PayoutRoutePorts & { readonly contract: FakeContract };

const earnedBy = (payee: string, amount: string) => ({
  ...{ payee, currency: 'EUR' as const },
  earned: [{ meter: 'views', exact: exactFromNanos(nanos(amount)) }],
});

/** Who is owed something, and runs that pay it: one is submitted, others wait for what examples do to them. */
export async function payOut(ports: DocumentedPorts, billing: SomeBilling): Promise<void> {
  const { books } = billing;
  await putPayoutSettings(ports.kept, tenant, {
    contract: aContract,
    from: { name: 'Magazine GmbH', iban: 'DE75512108001245126199' },
    reserveDays: 0,
  });
  for (const payee of payees) {
    await ports.payees.put(tenant, { key: payee, revision: 1, body: { name: payee } });
    const payout = { method: 'sepa', iban: 'DE02120300000000202051', holder: payee };
    await putPayeePayout(ports, tenant, { payee, body: { payout }, waitDays: 7 });
  }
  const earned = payees.map((payee) => earnedBy(payee, owed[payee]));
  await postShares(books, tenant, { month: period, asOf: 1, timeZone: utc }, earned);
  await tellOf(billing, tenant, { month: period, payees, known: ports.payees });
  await prepare(ports, 'october', 'bea');
  await prepare(ports, 'to-approve', 'dora');
  await prepare(ports, 'to-cancel', 'dora');
  await prepare(ports, 'to-submit', 'carl');
  for (const key of ['october', 'to-submit']) {
    const { id } = await prepare(ports, key, key === 'october' ? 'bea' : 'carl');
    await approveRun(ports, tenant, { id, by: 'key2' });
    if (key === 'october') await submitRun(ports, tenant, id);
  }
  await payByContract(ports, billing);
}

/** One is paid by a contract on a chain: a commit is settled, and another waits to be signed. */
async function payByContract(ports: DocumentedPorts, billing: SomeBilling): Promise<void> {
  const payee = 'eve';
  const address = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
  await ports.payees.put(tenant, { key: payee, revision: 1, body: { name: payee } });
  await putPayeePayout(ports, tenant, {
    payee,
    body: { payout: { method: 'evm', address } },
    waitDays: 7,
  });
  for (const [n, month] of [monthFrom('2026-09'), period].entries()) {
    const told = { month, asOf: n + 2, timeZone: utc };
    await postShares(billing.books, tenant, told, [earnedBy(payee, '30')]);
    await tellOf(billing, tenant, { month, payees: [payee], known: ports.payees });
    const asked = { key: `on-chain-${n}`, by: 'key0', rail: 'evm', payees: [payee] } as const;
    const { id } = await prepareRun(ports, tenant, asked);
    await approveRun(ports, tenant, { id, by: 'key2' });
    await submitRun(ports, tenant, id);
    const commit = await prepareCommit(ports, tenant, 'key0');
    if (n === 1) return;
    ports.contract.fund(commit.total);
    ports.contract.commit(callDataOf(commit));
    ports.contract.finalize();
    await lookAtCommit(ports, commit);
  }
}

const prepare = (ports: PayoutRoutePorts, key: string, payee: Payee) =>
  prepareRun(ports, tenant, { key, by: 'key0', rail: 'sepa', payees: [payee] });
