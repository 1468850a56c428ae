import { callDataOf, type PayoutCommit } from '../../../core/payouts/chain/commit.ts';
import { contractReader } from '../../../core/payouts/chain/contract-reader.ts';
import { accountIdOf } from '../../../core/payouts/chain/payout-contract.ts';
import { outboundClient } from '../../../functions/adapters/outbound-client.ts';
import { givenByBooks, rootAnew } from '../../support/given-by-books.ts';
import {
  anAccount,
  type PayoutsOnAChain,
  payoutsOnAChain,
} from '../../support/payouts-on-a-chain.ts';
import { differing } from '../gate/clients.ts';
import { LineProgram } from './program.ts';
import { PAYEES } from './some-epochs.ts';

interface Chain {
  readonly rpc: string;
  readonly network: string;
  readonly address: string;
  readonly token: string;
  readonly committer: string;
}

type Sent = { readonly status: string; readonly gas: number } | { readonly refused: string };

/** Of anvil: a block is final once so many are on it. */
const BLOCKS_TO_FINAL = 64;
/** As many as claim by themselves; that all can is shown on a machine. */
const CLAIMING = 25;

/** Payees of the books, paid by the contract on anvil: what they are owed, and what they have in the end. */
export async function anvilFaults(): Promise<readonly string[]> {
  const program = new LineProgram('programs/anvil.mjs');
  try {
    const chain = (await program.said()) as Chain;
    const { rpc, network, address, token } = chain;
    const contract = { network, address, token, decimals: 6, currency: 'EUR', rpc };
    const reader = contractReader(outboundClient({ loopback: 'allowed' }));
    const world = await payoutsOnAChain({ contract }, reader);
    for (let n = 0; n < PAYEES; n += 1) {
      await world.payee(nameOf(n), amountOf(n), { method: 'evm', address: anAccount(n) });
    }
    // Before its deployment is final, nothing is known of a contract.
    await program.tell({ mine: BLOCKS_TO_FINAL });
    await world.submitted();
    const first = await committed(world, program);
    for (let n = 0; n < PAYEES; n += 5) {
      await world.earn(nameOf(n), '1.50');
      await world.state(nameOf(n));
    }
    await world.submitted();
    const one = await claimed(world, program, 1);
    const second = await committed(world, program);
    return [...first.faults, ...second.faults, ...(await claimFaults(world, program)), ...one];
  } finally {
    program.stop();
  }
}

const nameOf = (n: number): string => `payee-${n}`;
const amountOf = (n: number): string => `${n + 1}.${String(n % 100).padStart(2, '0')}`;

/** A commit from its call data to what the books say of it: waiting until it is final. */
async function committed(
  world: PayoutsOnAChain,
  program: LineProgram,
): Promise<{ readonly faults: readonly string[] }> {
  const commit = await world.prepare();
  const unfunded = await world.look();
  const missing = unfunded?.found.kind === 'waiting' ? unfunded.found.missing : 0n;
  await program.tell({ fund: String(missing) });
  const sent = (await program.tell({
    send: { as: 'committer', data: callDataOf(commit) },
  })) as Sent;
  const again = (await program.tell({
    send: { as: 'committer', data: callDataOf(commit) },
  })) as Sent;
  const early = await world.look();
  await program.tell({ mine: BLOCKS_TO_FINAL });
  const late = await world.look();
  console.log(
    `the epoch ${commit.epoch}: ${commit.payouts} payouts to ${commit.accounts} accounts, ${JSON.stringify(sent)}`,
  );
  return {
    faults: [
      ...differing(
        'tokens that a commit lacks',
        `${missing}`,
        `${commit.total - commit.totalBefore}`,
      ),
      ...differing('a commit', 'status' in sent && sent.status, 'success'),
      ...differing('a commit again', 'refused' in again, true),
      ...differing('a look before it is final', foundIn(early), ['waiting', true]),
      ...differing('a look after', foundIn(late), ['settled', true]),
      ...differing('what is under way', String(await world.standsAt('payout:evm')), '0'),
      ...differing('the root of a commit', commit.root, rootByBooks(world, commit)),
    ],
  };
}

function foundIn(looked: Awaited<ReturnType<PayoutsOnAChain['look']>>): readonly unknown[] {
  const { found } = looked ?? {};
  return [found?.kind, found?.kind === 'waiting' ? found.isThere : true];
}

const rootByBooks = (world: PayoutsOnAChain, { contract, epoch }: PayoutCommit): string =>
  rootAnew(givenByBooks(world, { contract: accountIdOf(contract), epoch, decimals: 6 }));

/** A claim is sent as it is answered, by anybody; sent again, it is refused. */
async function claimed(
  world: PayoutsOnAChain,
  program: LineProgram,
  n: number,
): Promise<readonly string[]> {
  const { data, due, units } = await world.claim(nameOf(n));
  const sent = (await program.tell({ send: { as: 'relayer', data } })) as Sent;
  const again = (await program.tell({ send: { as: 'relayer', data } })) as Sent;
  const { due: left } = await world.claim(nameOf(n));
  const account = anAccount(n);
  const has = (await program.tell({ balances: [account] })) as Readonly<Record<string, string>>;
  return [
    ...differing(`a claim of ${account}`, 'status' in sent && sent.status, 'success'),
    ...differing(`a claim of ${account} again`, 'refused' in again, true),
    ...differing(`what ${account} has`, has[account], String(units)),
    ...differing(`what is due to ${account}`, [(due ?? 0n) > 0n, String(left)], [true, '0']),
  ];
}

/** Some claim two epochs at once, and one the second after the first. */
async function claimFaults(
  world: PayoutsOnAChain,
  program: LineProgram,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let n = 0; n < CLAIMING * 5; n += 5) faults.push(...(await claimed(world, program, n)));
  console.log(`${CLAIMING} accounts have claimed two epochs at once`);
  return faults;
}
