import { differing } from '../gate/clients.ts';
import { Epoch } from './epochs.ts';
import { programOn } from './program.ts';
import { accountOf, epochOf, PAYEES } from './some-epochs.ts';

/** What the program does: as whom, and what. */
type Step =
  | { readonly as: Sender; readonly fund: string }
  | { readonly as: Sender; readonly data: string }
  | { readonly as: Sender; readonly setCommitter: Sender | 'nobody' };
type Sender = 'owner' | 'committer' | 'relayer' | 'stranger' | 'payee';

interface Done {
  readonly deployGas: number;
  readonly done: readonly { readonly gas: number; readonly refused: string | null }[];
  readonly balances: Readonly<Record<string, string>>;
  readonly root: string;
  readonly epoch: number;
  readonly total: string;
  readonly paid: string;
  readonly functions: Readonly<Record<string, string>>;
}

/** A step, and what is to come of it: the words of a refusal, or nothing. */
interface Played {
  readonly what: string;
  readonly step: Step;
  readonly refused?: string;
  /** What it is to cost, within a tenth. */
  readonly gas?: number;
}

const GAS_OF_LATER_COMMIT = 42_392;
const GAS_OF_REPEATED_CLAIM = 58_486;

function played([one, two, three]: readonly [Epoch, Epoch, Epoch]): readonly Played[] {
  const committer = (data: string): Step => ({ as: 'committer', data });
  const relayer = (data: string): Step => ({ as: 'relayer', data });
  const fund = (amount: bigint): Played => ({
    what: 'tokens are sent to the contract',
    step: { as: 'owner', fund: String(amount) },
  });
  const shrunk = new Epoch(2, one.leaves.slice(1));
  // Its leaves come to more than the total that is committed with it.
  const greedy = new Epoch(4, [...three.leaves, { account: accountOf(PAYEES), units: 5n }]);
  const greedyCommit = `${greedy.commit.slice(0, -64)}${three.commit.slice(-64)}`;
  return [
    {
      what: 'a commit of a stranger',
      step: { as: 'stranger', data: one.commit },
      refused: 'NotCommitter',
    },
    {
      what: 'a commit before tokens',
      step: committer(one.commit),
      refused: `Unfunded ${one.total}`,
    },
    fund(one.total - 1n),
    { what: 'a commit short of one unit', step: committer(one.commit), refused: 'Unfunded 1' },
    fund(1n),
    { what: 'the first commit', step: committer(one.commit) },
    { what: 'a commit again', step: committer(one.commit), refused: 'EpochOutOfTurn 2 1' },
    { what: 'a claim by the payee', step: { as: 'payee', data: one.claim(0) } },
    { what: 'a first claim by a relayer', step: relayer(one.claim(7)) },
    { what: 'a claim again', step: relayer(one.claim(7)), refused: 'NothingDue' },
    { what: 'a forged amount', step: relayer(one.forged(8, 1n)), refused: 'NotInRoot' },
    { what: 'the proof of another', step: relayer(one.stolen(8, 11)), refused: 'NotInRoot' },
    { what: 'a commit of less', step: committer(shrunk.commit), refused: 'TotalShrinks' },
    { what: 'a commit before its tokens', step: committer(two.commit), refused: 'Unfunded' },
    fund(two.total - one.total),
    { what: 'a later commit', step: committer(two.commit), gas: GAS_OF_LATER_COMMIT },
    { what: 'a repeated claim', step: relayer(two.claim(7)), gas: GAS_OF_REPEATED_CLAIM },
    { what: 'a claim of an epoch before', step: relayer(one.claim(8)), refused: 'NotInRoot' },
    {
      what: 'who commits, said by a stranger',
      step: { as: 'stranger', setCommitter: 'stranger' },
      refused: 'OwnableUnauthorizedAccount',
    },
    { what: 'nobody commits any more', step: { as: 'owner', setCommitter: 'nobody' } },
    fund(three.total - two.total),
    { what: 'a commit then', step: committer(three.commit), refused: 'NotCommitter' },
    { what: 'two epochs claimed at once, while nobody commits', step: relayer(two.claim(9)) },
    { what: 'another commits from now on', step: { as: 'owner', setCommitter: 'relayer' } },
    { what: 'a commit of who did before', step: committer(three.commit), refused: 'NotCommitter' },
    {
      // So a checkpoint of a public log is anchored without a transaction of its own.
      what: 'a commit of the other, with a digest behind it',
      step: relayer(`${three.commit}${'5a'.repeat(32)}`),
    },
    ...three.leaves.map((_, index) => ({
      what: `the claim of all that ${index} was given`,
      step: relayer(three.claim(index)),
      // Of these, nothing is new in the third epoch.
      ...([0].includes(index) ? { refused: 'NothingDue' } : {}),
    })),
    fund(1_000n),
    { what: 'a commit of leaves that come to more than it says', step: relayer(greedyCommit) },
    {
      what: 'a claim beyond the total, though there are tokens',
      step: relayer(greedy.claim(PAYEES)),
      refused: 'Unfunded 5',
    },
  ];
}

/** The contract on @ethereumjs/vm: what it pays, what it refuses, and what that costs. */
export async function machineFaults(): Promise<readonly string[]> {
  const epochs = [epochOf(1), epochOf(2), epochOf(3)] as const;
  const plays = played(epochs);
  const accounts = epochs[2].leaves.map(({ account }) => account);
  const seen = (await programOn('programs/units.mjs', {
    accounts,
    steps: plays.map(({ step }) => step),
  })) as Done;
  console.log(`deploy: ${seen.deployGas} gas`);
  const faults = plays.flatMap((play, index) => playFaults(play, seen.done[index]));
  const [, , last] = epochs;
  const given = Object.fromEntries(
    last.leaves.map(({ account, units }) => [account, String(units)]),
  );
  return [
    ...faults,
    ...differing('what each account has', seen.balances, { ...given, contract: '1000' }),
    ...differing(
      'what was claimed, and given',
      [seen.epoch, seen.total, seen.paid],
      [4, String(last.total), String(last.total)],
    ),
    ...epochs.flatMap((epoch, index) =>
      differing(`leaves of epoch ${index + 1} without a proof`, epoch.unproven(), []),
    ),
  ];
}

function playFaults(
  { what, refused = 'not refused', gas }: Played,
  done: Done['done'][number] | undefined,
): readonly string[] {
  const said = done?.refused ?? 'not refused';
  const spent = done?.gas ?? 0;
  const faults = said.startsWith(refused) ? [] : [`${what}: ${said}, and should be ${refused}`];
  if (what.startsWith('a first')) console.log(`${what}: ${spent} gas`);
  if (gas === undefined) return faults;
  console.log(`${what}: ${spent} gas, and ${gas} within a tenth`);
  if (Math.abs(spent - gas) * 10 <= gas) return faults;
  return [...faults, `${what}: ${spent} gas, and should be within a tenth of ${gas}`];
}
