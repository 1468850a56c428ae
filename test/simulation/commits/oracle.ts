import type { GivenInAll } from '../../../core/evm/call-data.ts';
import { leavesOf, type PayoutCommit } from '../../../core/payouts/chain/commit.ts';
import { accountIdOf } from '../../../core/payouts/chain/payout-contract.ts';
import { aContract } from '../../fakes/payout-contract.ts';
import { documentsOf, givenByBooks, rootAnew } from '../../support/given-by-books.ts';
import type { PayoutsOnAChain } from '../../support/payouts-on-a-chain.ts';
import type { Violation } from '../journal.ts';
import type { FakeChain } from './fake-chain.ts';

/** What is looked at. */
export interface Looked {
  readonly world: PayoutsOnAChain;
  readonly chain: FakeChain;
}

/** Rules that hold at every moment. */
export const momentViolation = (looked: Looked): Violation | undefined =>
  twiceViolation(looked) ?? finalViolation(looked) ?? signedViolation(looked);

/** What the books have taken from payees for each account, and not given back, in units of the token. */
function takenByBooks(world: PayoutsOnAChain): ReadonlyMap<string, bigint> {
  const documents = documentsOf(world);
  const returned = new Set(
    documents.flatMap((one) => (one.kind === 'payout-return' ? [one.payout] : [])),
  );
  const taken = new Map<string, bigint>();
  for (const one of documents) {
    if (one.kind !== 'payout' || returned.has(one.id)) continue;
    const account = one.reference.split(':').at(-1) ?? '';
    const units = (one.amount - (one.fee ?? 0n)) / 1_000n;
    taken.set(account, (taken.get(account) ?? 0n) + units);
  }
  return taken;
}

function twiceViolation({ world }: Looked): Violation | undefined {
  const { claimed } = world.contract.latest;
  if (claimed.size === 0) return undefined;
  const taken = takenByBooks(world);
  for (const [account, units] of claimed) {
    const most = taken.get(account) ?? 0n;
    if (units <= most) continue;
    const detail = `${account} has claimed ${units}, and ${most} was taken for it`;
    return { rule: 'nobody is paid twice', detail, about: account };
  }
  return undefined;
}

function finalViolation({ world }: Looked): Violation | undefined {
  const { final } = world.contract;
  const early = documentsOf(world).find(
    (one) => one.kind === 'payout-settlement' && Number(one.reference.split('#')[1]) > final.epoch,
  );
  if (early?.kind !== 'payout-settlement') return undefined;
  const detail = `${early.payout} is settled by ${early.reference}, and the last final epoch is ${final.epoch}`;
  return { rule: 'settled is what is final', detail, about: early.payout };
}

function signedViolation({ chain }: Looked): Violation | undefined {
  for (const [epoch, given] of chain.given) {
    if (given.size <= 1) continue;
    const detail = `${given.size} roots were given out to be signed for the epoch ${epoch}`;
    return { rule: 'an epoch has one root', detail, about: `epoch ${epoch}` };
  }
  return undefined;
}

/** Rules that hold once all is committed, final and claimed, and nothing goes wrong any more. */
export async function restViolation(looked: Looked): Promise<Violation | undefined> {
  const { world } = looked;
  const open = world.commits.all().find(({ status }) => status !== 'settled');
  if (open !== undefined) {
    const detail = `the commit ${open.epoch} is ${open.status}`;
    return { rule: 'every commit comes to an end', detail, about: `epoch ${open.epoch}` };
  }
  const inTransit = await world.standsAt('payout:evm');
  if (inTransit !== 0n) {
    const detail = `${inTransit} nano EUR are under way`;
    return { rule: 'every payout comes to an end', detail, about: 'books.t' };
  }
  const { faults } = await world.check();
  if (faults.length > 0) {
    return { rule: 'the books check clean', detail: JSON.stringify(faults[0]), about: 'books' };
  }
  return (await rootViolation(looked)) ?? claimedViolation(looked);
}

/** Each root is that of what the books alone say, and what anybody was given never becomes less. */
async function rootViolation({ world }: Looked): Promise<Violation | undefined> {
  let before = new Map<string, bigint>();
  for (const commit of world.commits.all().toSorted((a, b) => a.epoch - b.epoch)) {
    const { epoch, root } = commit;
    const about = `epoch ${epoch}`;
    const contract = accountIdOf(aContract);
    const anew = rootAnew(givenByBooks(world, { contract, epoch, decimals: 6 }));
    if (anew !== root) {
      return { rule: 'a root is what the books say', detail: `${root}, and not ${anew}`, about };
    }
    const leaves = await leavesFor(world, commit);
    if (leaves === undefined) {
      return { rule: 'leaves are kept before their root', detail: root, about };
    }
    const given = new Map(leaves.map(({ account, units }) => [account, units]));
    const less = [...before].find(([account, units]) => (given.get(account) ?? 0n) < units);
    if (less !== undefined) {
      const detail = `${less[0]} was given ${less[1]}, and then less`;
      return { rule: 'what was given in all never becomes less', detail, about };
    }
    before = given;
  }
  return undefined;
}

const leavesFor = (
  world: PayoutsOnAChain,
  commit: PayoutCommit,
): Promise<readonly GivenInAll[] | undefined> =>
  leavesOf(world.commits, commit).catch(() => undefined);

/** All have what was taken from payees for them, and the contract has nothing left. */
function claimedViolation({ world }: Looked): Violation | undefined {
  const { contract } = world;
  for (const [account, units] of takenByBooks(world)) {
    const claimed = contract.claimed(account);
    if (claimed === units) continue;
    const detail = `${account} has claimed ${claimed}, and ${units} was taken for it`;
    return { rule: 'nobody is forgotten', detail, about: account };
  }
  const { funds } = contract.latest;
  if (funds === 0n) return undefined;
  const detail = `the contract has ${funds} left`;
  return { rule: 'what was given is what was sent', detail, about: 'claim' };
}
