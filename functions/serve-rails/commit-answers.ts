import type {
  LookedCommitAnswer,
  PayeeClaimAnswer,
  PayoutCommitAnswer,
} from '../../core/contract/payouts/commit-shapes.ts';
import { amountOfUnits } from '../../core/evm/payable-units.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { currencyText } from '../../core/kernel/money.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { Claim } from '../../core/payouts/chain/claim.ts';
import { callDataOf, type PayoutCommit } from '../../core/payouts/chain/commit.ts';
import type { LookedCommit } from '../../core/payouts/chain/look-at-commit.ts';

/** Units of the token, as an amount of the currency that it stands for. */
const amountIn = (
  { decimals, currency }: Pick<PayoutCommit, 'decimals' | 'currency'>,
  units: bigint,
): string => currencyText(amountOfUnits({ decimals }, units), currency);

/** A commit without its call data. */
export function commitHead(commit: PayoutCommit) {
  const { epoch, status, contract, token, currency, root, total, totalBefore } = commit;
  const { accounts, payouts, runs, madeBy, madeAt, committedAt, anchor } = commit;
  return {
    ...{ epoch, status, network: contract.network, contract: contract.address, token, currency },
    ...{ root, total: amountIn(commit, total), added: amountIn(commit, total - totalBefore) },
    ...{ totalUnits: String(total), accounts, payouts, runs: [...runs], madeBy },
    madeAt: rfc3339(madeAt),
    ...definedOnly({ anchor }),
    ...(committedAt === undefined ? {} : { committedAt: rfc3339(committedAt) }),
  };
}

const callOf = ({ contract: { network, address } }: PayoutCommit, data: string) => ({
  ...{ network, to: address, value: '0' as const, data },
});

export const commitAnswer = (commit: PayoutCommit): PayoutCommitAnswer => ({
  ...commitHead(commit),
  call: callOf(commit, callDataOf(commit)),
});

export function lookedAnswer({ commit, found }: LookedCommit): LookedCommitAnswer {
  const answer = { commit: commitAnswer(commit), found: found.kind };
  switch (found.kind) {
    case 'settled':
      return answer;
    case 'unknown':
    case 'differs':
      return { ...answer, detail: found.detail };
    case 'waiting': {
      const { isThere, missing, committer } = found;
      return {
        ...{ ...answer, isThere, committer, missingUnits: String(missing) },
        missing: amountIn(commit, missing),
      };
    }
  }
}

export function claimAnswer(payee: string, claim: Claim): PayeeClaimAnswer {
  const { commit, account, units, due, proof, data } = claim;
  const { contract, token, currency, epoch } = commit;
  return {
    ...{ payee, network: contract.network, contract: contract.address, token, currency },
    ...{ account, epoch, given: amountIn(commit, units), givenUnits: String(units) },
    ...definedOnly({
      due: due === undefined ? undefined : amountIn(commit, due),
      dueUnits: due === undefined ? undefined : String(due),
    }),
    ...{ proof: [...proof], call: callOf(commit, data) },
  };
}
