import { differing } from '../gate/clients.ts';
import { machineFaults } from './on-a-machine.ts';
import { anvilFaults } from './on-anvil.ts';
import { installChain, programOn } from './program.ts';
import { epochOf } from './some-epochs.ts';

/**
 * The payout contract, compiled by solc: what it pays and refuses, and what that costs, on @ethereumjs/vm; that trees,
 * proofs and call data of ours are those of OpenZeppelin's own tree and of viem; and 1,000 payees, from what the books
 * owe them to what they have on anvil.
 */
export async function payoutsFaults(): Promise<readonly string[]> {
  await installChain();
  return [...(await treeFaults()), ...(await machineFaults()), ...(await anvilFaults())];
}

async function treeFaults(): Promise<readonly string[]> {
  const epoch = epochOf(3);
  const theirs = (await programOn('programs/openzeppelin.mjs', {
    leaves: epoch.leaves.map(({ account, units }) => [account, String(units)]),
    ...{ epoch: 3, total: String(epoch.total) },
  })) as { readonly dump: string; readonly commit: string; readonly claims: readonly string[] };
  const others = theirs.claims.flatMap((claim, index) =>
    claim === epoch.claim(index) ? [] : [index],
  );
  console.log(
    `a tree of ${epoch.leaves.length} leaves, dumped, and ${theirs.claims.length} claims`,
  );
  return [
    ...(theirs.dump === epoch.dump ? [] : ["a tree is not dumped as OpenZeppelin's own"]),
    ...differing("a commit's call data", epoch.commit, theirs.commit),
    ...differing('claims with other call data', [theirs.claims.length, others], [1_000, []]),
  ];
}
