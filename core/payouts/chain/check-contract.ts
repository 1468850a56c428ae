import { Rejection } from '../../kernel/rejection.ts';
import { accountIdOf, type PayoutContract } from './payout-contract.ts';
import type { ContractReader } from './ports.ts';
import { otherToken } from './prepare-commit.ts';

/**
 * Refuses what is no payout contract, or pays in another token than it is said to, before anybody is paid by it.
 * @throws Rejection `request.invalid`, `payout.contract-invalid`, `payout.contract-unknown`
 */
export async function refuseBadContract(
  reader: ContractReader,
  contract: PayoutContract,
): Promise<void> {
  const refusal = reader.refusal(contract.rpc);
  if (refusal !== undefined) {
    const param = '/contract/rpc';
    throw new Rejection('request.invalid', `${param}: ${refusal}`, { param });
  }
  // One that was deployed a moment ago is not final yet.
  const state = await reader.read(contract, 'latest');
  if (state.kind === 'unknown') {
    throw new Rejection(
      'payout.contract-unknown',
      `look at the node and the address, then send it again: ${state.detail}`,
      { param: '/contract' },
    );
  }
  const other = otherToken(contract, state);
  if (other === undefined) return;
  throw new Rejection(
    'payout.contract-invalid',
    `name the token of ${accountIdOf(contract)}: ${other}`,
    { param: '/contract/token' },
  );
}
